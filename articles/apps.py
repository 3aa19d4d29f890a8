from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Diplomatic positions"

    def ready(self) -> None:
        from articles import accounts
        from articles.history import as_of
        from articles.models import checks, sign_ins  # noqa: F401  # checks register themselves
        from articles.registry import countries

        sign_ins.begin_noting()
        pre_migrate.connect(as_of.drop_views_before_migrate, sender=self)
        post_migrate.connect(countries.load_after_migrate, sender=self)
        post_migrate.connect(accounts.load_after_migrate, sender=self)
        post_migrate.connect(as_of.make_views_after_migrate, sender=self)
