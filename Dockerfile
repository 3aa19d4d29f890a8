FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv /opt/venv
COPY requirements.txt ./
RUN /opt/venv/bin/pip install --require-hashes -r requirements.txt

FROM python:3.11-slim
ENV DEBUG=0 PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --no-create-home demarche
WORKDIR /srv/demarche
COPY --from=build /opt/venv /opt/venv
COPY . .
# The key signs nothing: collecting static files only needs the settings to load.
RUN SECRET_KEY=only-for-collecting-the-static-files python manage.py collectstatic --noinput \
    && install --directory --owner=demarche var
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "diplomacy.wsgi", "--bind=0.0.0.0:8000", "--config=python:diplomacy.serving", \
     "--access-logfile=-"]
