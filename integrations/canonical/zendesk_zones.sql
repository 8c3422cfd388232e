-- Zendesk's names of time zones, as IANA's: the table zendesk_zones in the schema that is on the search_path. The Zendesk adapters
-- include it. Most of the names are the city of an IANA zone; the others are listed.
CREATE TABLE zendesk_zones (zendesk_name text PRIMARY KEY, iana_name text NOT NULL);
COMMENT ON TABLE zendesk_zones IS 'Zendesk''s names of time zones, as IANA''s';
INSERT INTO zendesk_zones VALUES
	('Abu Dhabi', 'Asia/Dubai'), ('Alaska', 'America/Juneau'), ('American Samoa', 'Pacific/Pago_Pago'), ('Arizona', 'America/Phoenix'),
	('Astana', 'Asia/Almaty'), ('Atlantic Time (Canada)', 'America/Halifax'), ('Beijing', 'Asia/Shanghai'), ('Bern', 'Europe/Zurich'),
	('Brasilia', 'America/Sao_Paulo'), ('Buenos Aires', 'America/Argentina/Buenos_Aires'), ('Cape Verde Is.', 'Atlantic/Cape_Verde'),
	('Central America', 'America/Guatemala'), ('Central Time (US & Canada)', 'America/Chicago'), ('Chatham Is.', 'Pacific/Chatham'),
	('Chennai', 'Asia/Kolkata'), ('Eastern Time (US & Canada)', 'America/New_York'), ('Edinburgh', 'Europe/London'),
	('Ekaterinburg', 'Asia/Yekaterinburg'), ('Georgetown', 'America/Guyana'), ('Greenland', 'America/Godthab'),
	('Guadalajara', 'America/Mexico_City'), ('Hanoi', 'Asia/Bangkok'), ('Hawaii', 'Pacific/Honolulu'),
	('Indiana (East)', 'America/Indiana/Indianapolis'), ('International Date Line West', 'Pacific/Midway'), ('Islamabad', 'Asia/Karachi'),
	('Kyiv', 'Europe/Kiev'), ('Marshall Is.', 'Pacific/Majuro'), ('Mid-Atlantic', 'Atlantic/South_Georgia'), ('Midway Island', 'Pacific/Midway'),
	('Mountain Time (US & Canada)', 'America/Denver'), ('Mumbai', 'Asia/Kolkata'), ('New Caledonia', 'Pacific/Noumea'),
	('New Delhi', 'Asia/Kolkata'), ('Newfoundland', 'America/St_Johns'), ('Nuku''alofa', 'Pacific/Tongatapu'), ('Osaka', 'Asia/Tokyo'),
	('Pacific Time (US & Canada)', 'America/Los_Angeles'), ('Pretoria', 'Africa/Johannesburg'), ('Quito', 'America/Guayaquil'),
	('Samoa', 'Pacific/Apia'), ('Sapporo', 'Asia/Tokyo'), ('Saskatchewan', 'America/Regina'), ('Solomon Is.', 'Pacific/Guadalcanal'),
	('Sri Jayawardenepura', 'Asia/Colombo'), ('St. Petersburg', 'Europe/Moscow'), ('Tokelau Is.', 'Pacific/Fakaofo'), ('UTC', 'UTC'),
	('Wellington', 'Pacific/Auckland'), ('West Central Africa', 'Africa/Algiers');
INSERT INTO zendesk_zones
SELECT DISTINCT ON (city) city, name
FROM pg_timezone_names, LATERAL (SELECT replace(regexp_replace(name, '^.*/', ''), '_', ' ') AS city) AS c
WHERE name ~ '^(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/'
ORDER BY city, length(name), name
ON CONFLICT DO NOTHING;
-- Some exports have the IANA name already.
INSERT INTO zendesk_zones
SELECT name, name FROM pg_timezone_names WHERE name ~ '^(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/'
ON CONFLICT DO NOTHING;
