"""Addresses of admin pages, and their forms as a browser would send them back."""

from django.urls import reverse

from articles.models import Statement


def address(model, page="changelist", *args):
    return reverse(f"admin:articles_{model._meta.model_name}_{page}", args=args)


def change(statement):
    return address(Statement, "change", statement.pk)


def form_of(response, **changes):
    """The fields of the page's forms as a browser would send them back."""
    values = {}
    context = response.context
    for form in [
        context["adminform"].form,
        *(f for s in context["inline_admin_formsets"] for f in s.formset),
    ]:
        values.update({form.add_prefix(name): form[name].value() for name in form.fields})
    for inline in context["inline_admin_formsets"]:
        management = inline.formset.management_form
        values.update({management.add_prefix(name): management[name].value() for name in management.fields})
    return {name: "" if value is None else value for name, value in {**values, **changes}.items()}
