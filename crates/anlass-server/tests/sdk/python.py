"""Tells one story by Segment's SDK for Python, as it is, packed with gzip. Fails if the SDK gives events up.

Run with the package on the path: python3 python.py http://127.0.0.1:8080
"""

import datetime
import sys

from segment.analytics.client import Client

failures = []
client = Client(
    "WRITEKEY",
    host=sys.argv[1],
    gzip=True,
    upload_size=20,
    on_error=lambda error, batch: failures.append(error),
)
client.page("u1", "Shop", "Home", {"url": "https://shop.example/"}, anonymous_id="a1")
client.identify("u1", {"email": "eva@example.org", "firstName": "Eva", "born": datetime.date(1980, 1, 2)})
client.alias("a1", "u1")
client.screen("u1", "App", "Start")
client.group("u1", "dealer-7")
client.track("u1", "Product Viewed", {"product_id": "p1"})
client.track("u1", "Product Added", {"product_id": "p1", "price": 19.99, "quantity": 2})
products = [{"product_id": "p1", "price": 19.99, "quantity": 2}, {"sku": "p2", "price": 3}]
client.track("u1", "Order Completed", {"order_id": "o1", "currency": "EUR", "products": products})
client.track("u1", "Order Refunded", {"order_id": "o1"})
now = datetime.datetime.now(datetime.timezone.utc)
client.track("u1", "Course Clicked", timestamp=now - datetime.timedelta(days=1))
client.shutdown()
if failures:
    sys.exit(f"the SDK reports {failures}")
