SELECT CASE band WHEN 'red' THEN '0 to 45' WHEN 'yellow' THEN '45 to 65' ELSE '65 to 100' END AS score_range, sum(arr) FILTER (WHERE band = 'red') AS red,
	sum(arr) FILTER (WHERE band = 'yellow') AS yellow, sum(arr) FILTER (WHERE band = 'green') AS green
FROM pack.health_now WHERE score IS NOT NULL GROUP BY band
