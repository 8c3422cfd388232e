-- Workforce: what the functions answer, and what they refuse.
SELECT agents, erlang_b(10, agents)::numeric(9, 6), erlang_c(10, agents)::numeric(9, 6), erlang_a(10, agents, 180, 300)::numeric(9, 6),
	service_level(10, agents, 180, 20)::numeric(9, 6), service_level(10, agents, 180, 20, 300)::numeric(9, 6) AS with_patience,
	average_wait(10, agents, 180)::numeric(12, 4), average_wait(10, agents, 180, 300)::numeric(12, 4) AS with_patience,
	abandonment_rate(10, agents, 180, 300)::numeric(9, 6), occupancy(10, agents)::numeric(9, 6), occupancy(10, agents, 180, 300)::numeric(9, 6) AS with_patience
FROM unnest('{0,1,9,10,11,14,20,60}'::integer[]) AS agents;

-- No load; no agents; neither
SELECT erlang_b(0, 5), erlang_c(0, 5), erlang_a(0, 5, 180, 300), service_level(0, 5, 180, 0), average_wait(0, 5, 180), abandonment_rate(0, 5, 180, 300), occupancy(0, 5), required_agents(0, 180, 0.8, 20);
SELECT erlang_b(5, 0), erlang_c(5, 0), erlang_a(5, 0, 180, 300), service_level(5, 0, 180, 20, 300), average_wait(5, 0, 180), average_wait(5, 0, 180, 300), abandonment_rate(5, 0, 180, 300), occupancy(5, 0), occupancy(5, 0, 180, 300);
SELECT erlang_b(0, 0), erlang_c(0, 0), service_level(0, 0, 180, 20), average_wait(0, 0, 180), abandonment_rate(0, 0, 180, 'infinity'), occupancy(0, 0);

-- What nobody can work off
SELECT erlang_c(10, 10), service_level(10, 10, 180, 1e9), average_wait(10, 10, 180), occupancy(12, 10), abandonment_rate(12, 10, 180, 'infinity');

SELECT offered_load(100, 180, 1800), offered_load(0, 180, 1800), shrinkage(40, 28), shrinkage(40, 40), shrinkage(40, 0), shrinkage(0, 0);
SELECT required_agents(10, 180, 0.8, 20), required_agents(10, 180, 0.8, 20, 120), required_agents(10, 180, 0.8, 20, max_occupancy => 0.5), required_agents(0.001, 180, 0.8, 0),
	required_agents(1000000, 180, 0.8, 20), required_agents(1000000, 180, 0.8, 20, 60), required_agents(10, 180, 0.8, 20, max_occupancy => 1e-6);
SELECT scheduled_agents(14, 0.3), scheduled_agents(0, 0.5), scheduled_agents(0.2, 0), scheduled_agents(1000000, 0), scheduled_agents(1000000, 0.5);
SELECT n, scheduled_agents(n, 0.3) FROM unnest('{21,42,84,161,168,175}'::integer[]) AS n;

-- NULL gives NULL
SELECT erlang_b(NULL, 1), erlang_c(1, NULL), erlang_a(1, 1, NULL, 1), abandonment_rate(1, 1, 1, NULL), service_level(1, 1, 1, NULL), service_level(1, 1, 1, 1, NULL),
	average_wait(1, 1, 1, NULL), occupancy(NULL, 1), required_agents(1, 1, NULL, 1), required_agents(1, 1, 0.5, 1, max_occupancy => NULL), shrinkage(NULL, 1), scheduled_agents(1, NULL), offered_load(1, NULL, 1);

-- Refused
SELECT erlang_b(-1, 1);
SELECT erlang_b('NaN', 1);
SELECT erlang_b(1000001, 1);
SELECT erlang_b(1, -1);
SELECT erlang_c(1, 1000001);
SELECT erlang_c('infinity', 1);
SELECT erlang_a(1, 1, 0, 1);
SELECT erlang_a(1, 1, 'infinity', 1);
SELECT erlang_a(1, 1, 1, 0);
SELECT abandonment_rate(1, 1, 1, '-infinity');
SELECT abandonment_rate(1, 1, 1, 1e13);
SELECT service_level(1, 1, 1, -1);
SELECT service_level(1, 1, 1, 'infinity');
SELECT average_wait(1, 1, 'NaN');
SELECT required_agents(1, 1, 1, 1);
SELECT required_agents(1, 1, 80, 1);
SELECT required_agents(1, 1, 0.8, 1, max_occupancy => 0);
SELECT required_agents(1, 1, 0.8, 1, max_occupancy => 1.5);
SELECT offered_load(-1, 1, 1);
SELECT offered_load(1, 1, 0);
SELECT offered_load(1e308, 1e308, 1);
SELECT shrinkage(-1, 0);
SELECT shrinkage(40, 41);
SELECT scheduled_agents(-1, 0.3);
SELECT scheduled_agents(1, 1);
SELECT scheduled_agents(1, -0.1);
