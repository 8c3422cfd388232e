SELECT CASE WHEN score < 45 THEN '0 to 45' WHEN score < 65 THEN '45 to 65' ELSE '65 to 100' END AS score_range, count(*) AS n
FROM pack.health_now WHERE score IS NOT NULL GROUP BY 1
