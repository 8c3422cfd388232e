{{ config(materialized='table') }}

-- The days that MetricFlow joins metrics to.
SELECT day::date AS day FROM generate_series(timestamp '2015-01-01', '2040-12-31', '1 day') AS day
