"""Where new articles are listed: feeds, sitemaps and pages of links. Bytes in, addresses out; no network."""
