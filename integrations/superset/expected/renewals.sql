SELECT r.name AS account, region, extract(epoch FROM contract_ends::timestamp) * 1000 AS renewal, r.arr, score, band, regexp_replace(reason, '^[^;]*; ', '') AS reason
FROM pack.renewals_at_risk AS r JOIN demo.accounts ON id = account_id
