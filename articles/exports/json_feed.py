"""JSON Feed 1.1 (https://jsonfeed.org/version/1.1) for Django's syndication framework."""

import json
from typing import Any, TextIO

from django.utils.feedgenerator import SyndicationFeed


class JsonFeed1(SyndicationFeed):
    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: TextIO, encoding: str) -> None:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "description": self.feed["subtitle"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "language": self.feed["language"],
            "items": [_item(item) for item in self.items],
        }
        outfile.write(json.dumps(feed, ensure_ascii=False))


def _item(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": item["unique_id"] or item["link"],
        "url": item["link"],
        "title": item["title"],
        "content_text": item["description"],
        "date_published": item["pubdate"].isoformat(),
        "date_modified": item["updateddate"].isoformat(),
        "tags": list(item["categories"]),
    }
