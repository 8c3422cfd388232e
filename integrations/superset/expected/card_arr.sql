SELECT sum(arr) FILTER (WHERE day = '2026-06-30') AS arr, count(*) FILTER (WHERE day = '2026-06-30') AS customers,
	sum(arr) FILTER (WHERE day = '2026-03-31') AS arr_before
FROM pack.account_arr
