from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Diplomatic positions"

    def ready(self) -> None:
        from articles import accounts, gazetteer, history

        pre_migrate.connect(history.drop_views_before_migrate, sender=self)
        post_migrate.connect(gazetteer.load_after_migrate, sender=self)
        post_migrate.connect(accounts.load_after_migrate, sender=self)
        post_migrate.connect(history.make_views_after_migrate, sender=self)
