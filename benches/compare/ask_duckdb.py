"""Median times of statements in DuckDB on one thread: arguments are a CSV file and a JSON list of statements."""

import json
import statistics
import sys
import time

import duckdb

file, statements = sys.argv[1], json.loads(sys.argv[2])
connection = duckdb.connect()
connection.execute(f"CREATE TABLE b AS SELECT * FROM read_csv('{file}', header = true)")
connection.execute("SET threads = 1")
medians = []
for statement in statements:
    samples, begun = [], time.perf_counter()
    while len(samples) < 5 or time.perf_counter() - begun < 1:
        start = time.perf_counter()
        connection.execute(statement).fetchall()
        samples.append(1000 * (time.perf_counter() - start))
    medians.append(statistics.median(samples))
print(json.dumps({"version": duckdb.__version__, "medians": medians}))
