-- The company, its support teams and its customers.

CREATE SCHEMA demo;
CREATE SCHEMA demo_work;
COMMENT ON SCHEMA demo IS 'Orrindale, an invented company: two years of customers, support and surveys';

-- Random numbers. A row's key and the number of a column decide the value. hashint8extended gives the same on every
-- machine (hashing of text does not); of its two words only the lower is well mixed. The sum of three uniform numbers
-- is close enough to a normal one, without a logarithm whose last digit depends on the C library.
CREATE FUNCTION demo.uniform(row_key bigint, column_number integer) RETURNS float8
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN (hashint8extended(row_key, :seed + column_number::bigint) & 4294967295)::float8 / 4294967296::float8;
COMMENT ON FUNCTION demo.uniform(bigint, integer) IS
	'a number from 0 up to 1 that depends on the arguments and the seed alone';

CREATE FUNCTION demo.normal(row_key bigint, column_number integer) RETURNS float8
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN (demo.uniform(row_key, column_number) + demo.uniform(row_key, column_number + 1000000)
		+ demo.uniform(row_key, column_number + 2000000)) * 2 - 3;
COMMENT ON FUNCTION demo.normal(bigint, integer) IS
	'a nearly normal number with mean 0 and standard deviation 1 that depends on the arguments and the seed alone';

-- What happened: the incident, as a share of its first impact that is left after some days.
CREATE TABLE demo.incidents (
	incident	integer PRIMARY KEY,
	region		text NOT NULL,
	started_at	timestamptz NOT NULL,
	ended_at	timestamptz NOT NULL,
	title		text NOT NULL
);
INSERT INTO demo.incidents VALUES
	(1, 'EMEA', '2026-01-20 07:40+00', '2026-01-22 18:15+00', 'Schedules lost in the Frankfurt data centre');
COMMENT ON TABLE demo.incidents IS 'What went wrong, where and when';

CREATE FUNCTION demo_work.impact(region text, at timestamptz, days_to_recover float8) RETURNS float8
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN at >= timestamptz '2026-01-20 07:40+00' AND region = 'EMEA'
		THEN exp(-extract(epoch FROM at - timestamptz '2026-01-20 07:40+00')::float8 / 86400 / days_to_recover)
		ELSE 0 END;

-- Months are counted from July 2024, which is 0.
CREATE FUNCTION demo_work.month_of(day timestamp) RETURNS integer
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN (extract(year FROM day)::integer - 2024) * 12 + extract(month FROM day)::integer - 7;

-- Support teams, their rosters and the public holidays where they work.
CREATE TABLE demo.teams (
	team		text PRIMARY KEY,
	region		text NOT NULL UNIQUE,
	time_zone	text NOT NULL,
	hours		text NOT NULL,
	hourly_cost	numeric(6,2) NOT NULL
);
INSERT INTO demo.teams VALUES
	('New York', 'Americas', 'America/New_York', 'Mo-Fr 09:00-18:00', 52.00),
	('Berlin', 'EMEA', 'Europe/Berlin', 'Mo-Th 08:00-12:00,13:00-17:00; Fr 08:00-12:00,13:00-15:00', 47.00),
	('Sydney', 'APAC', 'Australia/Sydney', 'Mo-Fr 08:00-16:00,22:00-06:00', 49.00);
COMMENT ON TABLE demo.teams IS 'Support teams; hours in local time, hourly_cost in USD';

CREATE TABLE demo.team_shifts (
	team	text NOT NULL REFERENCES demo.teams,
	weekday	smallint NOT NULL,
	opens	time NOT NULL,
	closes	time NOT NULL,
	PRIMARY KEY (team, weekday, opens)
);
INSERT INTO demo.team_shifts
SELECT 'New York', weekday, time '09:00', time '18:00' FROM generate_series(1, 5) AS weekday
UNION ALL
SELECT 'Berlin', weekday, time '08:00', time '12:00' FROM generate_series(1, 5) AS weekday
UNION ALL
SELECT 'Berlin', weekday, time '13:00', CASE weekday WHEN 5 THEN time '15:00' ELSE time '17:00' END
FROM generate_series(1, 5) AS weekday
UNION ALL
SELECT 'Sydney', weekday, time '08:00', time '16:00' FROM generate_series(1, 5) AS weekday
UNION ALL
SELECT 'Sydney', weekday, time '22:00', time '06:00' FROM generate_series(1, 5) AS weekday;
COMMENT ON TABLE demo.team_shifts IS
	'The same hours as rows: weekday 1 is Monday; a shift that closes before it opens ends the next morning';

CREATE TABLE demo.team_holidays (
	team	text NOT NULL REFERENCES demo.teams,
	day		date NOT NULL,
	name	text NOT NULL,
	PRIMARY KEY (team, day)
);
INSERT INTO demo.team_holidays
SELECT team, day, name
FROM (VALUES
	('New York', 'New Year''s Day', '{2024-01-01,2025-01-01,2026-01-01}'::date[]),
	('New York', 'Martin Luther King Jr. Day', '{2024-01-15,2025-01-20,2026-01-19}'),
	('New York', 'Washington''s Birthday', '{2024-02-19,2025-02-17,2026-02-16}'),
	('New York', 'Memorial Day', '{2024-05-27,2025-05-26,2026-05-25}'),
	('New York', 'Juneteenth', '{2024-06-19,2025-06-19,2026-06-19}'),
	('New York', 'Independence Day', '{2024-07-04,2025-07-04,2026-07-04}'),
	('New York', 'Independence Day (observed)', '{2026-07-03}'),
	('New York', 'Labor Day', '{2024-09-02,2025-09-01,2026-09-07}'),
	('New York', 'Columbus Day', '{2024-10-14,2025-10-13,2026-10-12}'),
	('New York', 'Veterans Day', '{2024-11-11,2025-11-11,2026-11-11}'),
	('New York', 'Thanksgiving Day', '{2024-11-28,2025-11-27,2026-11-26}'),
	('New York', 'Christmas Day', '{2024-12-25,2025-12-25,2026-12-25}'),
	('Berlin', 'New Year''s Day', '{2024-01-01,2025-01-01,2026-01-01}'),
	('Berlin', 'International Women''s Day', '{2024-03-08,2025-03-08,2026-03-08}'),
	('Berlin', 'Good Friday', '{2024-03-29,2025-04-18,2026-04-03}'),
	('Berlin', 'Easter Monday', '{2024-04-01,2025-04-21,2026-04-06}'),
	('Berlin', 'Labour Day', '{2024-05-01,2025-05-01,2026-05-01}'),
	('Berlin', 'Liberation Day', '{2025-05-08}'),
	('Berlin', 'Ascension Day', '{2024-05-09,2025-05-29,2026-05-14}'),
	('Berlin', 'Whit Monday', '{2024-05-20,2025-06-09,2026-05-25}'),
	('Berlin', 'German Unity Day', '{2024-10-03,2025-10-03,2026-10-03}'),
	('Berlin', 'Christmas Day', '{2024-12-25,2025-12-25,2026-12-25}'),
	('Berlin', 'Second Day of Christmas', '{2024-12-26,2025-12-26,2026-12-26}'),
	('Sydney', 'New Year''s Day', '{2024-01-01,2025-01-01,2026-01-01}'),
	('Sydney', 'Australia Day', '{2024-01-26,2025-01-27,2026-01-26}'),
	('Sydney', 'Good Friday', '{2024-03-29,2025-04-18,2026-04-03}'),
	('Sydney', 'Easter Saturday', '{2024-03-30,2025-04-19,2026-04-04}'),
	('Sydney', 'Easter Sunday', '{2024-03-31,2025-04-20,2026-04-05}'),
	('Sydney', 'Easter Monday', '{2024-04-01,2025-04-21,2026-04-06}'),
	('Sydney', 'Anzac Day', '{2024-04-25,2025-04-25,2026-04-25}'),
	('Sydney', 'Anzac Day (additional day)', '{2026-04-27}'),
	('Sydney', 'King''s Birthday', '{2024-06-10,2025-06-09,2026-06-08}'),
	('Sydney', 'Labour Day', '{2024-10-07,2025-10-06,2026-10-05}'),
	('Sydney', 'Christmas Day', '{2024-12-25,2025-12-25,2026-12-25}'),
	('Sydney', 'Boxing Day', '{2024-12-26,2025-12-26,2026-12-26}'),
	('Sydney', 'Boxing Day (additional day)', '{2026-12-28}')
) AS holidays (team, name, days), unnest(days) AS day
ORDER BY team, day;
COMMENT ON TABLE demo.team_holidays IS
	'Public holidays from 2024 to 2026: United States (federal), Berlin, New South Wales';

CREATE TABLE demo.agents (
	agent	integer PRIMARY KEY,
	handle	text NOT NULL UNIQUE,
	team	text NOT NULL REFERENCES demo.teams
);
INSERT INTO demo.agents
SELECT row_number() OVER (ORDER BY ordinal, n), code || '-' || to_char(n, 'FM9900'), team
FROM (VALUES
	(1, 'New York', 'NYC', 0.45), (2, 'Berlin', 'BER', 0.33), (3, 'Sydney', 'SYD', 0.22)
) AS teams (ordinal, team, code, share),
	generate_series(1, greatest(3, ceil(share * :tickets / 24 / 190.0)::integer)) AS n;
COMMENT ON TABLE demo.agents IS 'Support agents, by a code instead of a name';

CREATE TABLE demo.sla_policies (
	priority				text PRIMARY KEY,
	first_reply				interval NOT NULL,
	full_resolution			interval NOT NULL
);
INSERT INTO demo.sla_policies VALUES
	('urgent', '1 hour', '8 hours'), ('high', '4 hours', '24 hours'),
	('normal', '8 hours', '40 hours'), ('low', '16 hours', '80 hours');
COMMENT ON TABLE demo.sla_policies IS 'What the customers are promised, in the business hours of the team';

-- Customers. A segment is an industry and a size: fifty of them, some very small.
CREATE TABLE demo.segments (
	segment		smallint PRIMARY KEY,
	industry	text NOT NULL,
	employees	text NOT NULL
);
INSERT INTO demo.segments
SELECT (i - 1) * 5 + b - 1,
	('{Retail,Logistics,Manufacturing,Health care,Finance,Education,Hospitality,Property,Energy,Maritime}'::text[])[i],
	('{1-49,50-199,200-999,1000-4999,5000 and more}'::text[])[b]
FROM generate_series(1, 10) AS i, generate_series(1, 5) AS b
ORDER BY i, b;
COMMENT ON TABLE demo.segments IS 'Fifty segments: ten industries by five sizes';

-- The customers as they are when they sign up; what becomes of them is decided later. Half the differences between
-- them come from "fit": how well the product suits them.
CREATE TABLE demo_work.accounts AS
SELECT id, plan, region, team, currency, industry * 5 + size_band AS segment, size_band,
	greatest(2, round((ARRAY[8, 22, 60, 170, 520])[size_band + 1] * exp(0.45 * demo.normal(id, 105))))::integer
		AS seats,
	demo.normal(id, 106) AS fit,
	date '2021-07-01' + floor(demo.uniform(id, 107) * 1826)::integer AS signed_up_on,
	CASE WHEN plan = 'Starter' THEN 3 WHEN plan = 'Enterprise' AND demo.uniform(id, 108) < 0.4 THEN 24 ELSE 12 END
		AS term_months,
	-- Each of the 102,400 combinations of syllables, a line of business and a form comes once.
	('{Br,Cl,Dr,F,Gl,H,J,K,L,M,N,Pr,Qu,R,Sk,T}'::text[])[1 + stem % 16]
	|| ('{avel,endr,ilt,olm,urn,amb,ekt,imb,ost,unt,arv,elst,ind,orv,ulb,ath,erm,iv,ond,usk}'::text[])
		[1 + stem / 16 % 20]
	|| ('{a,ane,ara,en,er,ia,ica,in,is,o,on,or,os,um,us,ya}'::text[])[1 + stem / 320 % 16]
	|| ' ' || ((CASE industry
		WHEN 0 THEN '{Stores,Markets,Outfitters,Home,Garden}' WHEN 1 THEN '{Freight,Couriers,Haulage,Storage,Parcels}'
		WHEN 2 THEN '{Castings,Tooling,Pumps,Panels,Controls}' WHEN 3 THEN '{Clinics,Dental,Care,Optics,Therapy}'
		WHEN 4 THEN '{Mutual,Capital,Lending,Assurance,Trust}' WHEN 5 THEN '{Colleges,Schools,Learning,Academy,Tutors}'
		WHEN 6 THEN '{Hotels,Inns,Catering,Kitchens,Resorts}'
		WHEN 7 THEN '{Estates,Homes,Lettings,Buildings,Facilities}'
		WHEN 8 THEN '{Power,Grid,Solar,Heating,Wind}' ELSE '{Shipping,Marine,Towage,Harbours,Ferries}'
	END)::text[])[1 + stem / 5120 % 5]
	|| ('{"", " Group", " & Sons", " Partners"}'::text[])[1 + stem / 25600 % 4] AS name
FROM (
	SELECT id, size_band, industry, region,
		(id * 48271 % 102400)::integer AS stem,
		(ARRAY['Starter', 'Growth', 'Scale', 'Enterprise'])[1 + width_bucket(demo.uniform(id, 102), CASE size_band
			WHEN 0 THEN ARRAY[0.80, 1.00, 1.00] WHEN 1 THEN ARRAY[0.45, 0.95, 1.00] WHEN 2 THEN ARRAY[0.05, 0.62, 0.97]
			WHEN 3 THEN ARRAY[0.00, 0.18, 0.75] ELSE ARRAY[0.00, 0.00, 0.22] END)] AS plan,
		CASE region WHEN 'Americas' THEN 'USD'
			WHEN 'EMEA' THEN CASE WHEN demo.uniform(id, 109) < 0.75 THEN 'EUR' ELSE 'GBP' END
			ELSE CASE WHEN demo.uniform(id, 109) < 0.6 THEN 'AUD' ELSE 'USD' END END AS currency
	FROM (
		SELECT id, width_bucket(demo.uniform(id, 103), ARRAY[0.34, 0.64, 0.85, 0.96]) AS size_band,
			width_bucket(demo.uniform(id, 104), ARRAY[0.18, 0.33, 0.47, 0.59, 0.70, 0.79, 0.87, 0.938, 0.993])
				AS industry,
			(ARRAY['Americas', 'EMEA', 'APAC'])[1 + width_bucket(demo.uniform(id, 101), ARRAY[0.45, 0.78])] AS region
		FROM generate_series(1::bigint, :accounts) AS id
	) AS drawn
) AS described
JOIN demo.teams USING (region)
ORDER BY id;
ANALYZE demo_work.accounts;
