import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.*;
import java.time.*;
import java.time.temporal.ChronoUnit;
import java.util.*;

/* pgJDBC: text results and, from the sixth execution of a statement on, binary ones; the types of setObject. */
public class TryJdbc
{
	static int checked = 0;
	static final List<String> failures = new ArrayList<>();

	static void check(boolean condition, String text)
	{
		checked++;
		if (!condition)
			failures.add(text);
	}

	static String unescaped(String cell)
	{
		if (cell.equals("\\N"))
			return null;
		StringBuilder result = new StringBuilder();
		for (int i = 0; i < cell.length(); i++)
		{
			char c = cell.charAt(i);
			if (c == '\\')
			{
				c = cell.charAt(++i);
				c = c == 't' ? '\t' : c == 'n' ? '\n' : c;
			}
			result.append(c);
		}
		return result.toString();
	}

	static final Map<String, Integer> TYPES = Map.ofEntries(Map.entry("float8", Types.DOUBLE), Map.entry("int8", Types.BIGINT),
		Map.entry("int4", Types.INTEGER), Map.entry("int2", Types.SMALLINT), Map.entry("numeric", Types.NUMERIC), Map.entry("text", Types.VARCHAR),
		Map.entry("boolean", Types.BIT), Map.entry("date", Types.DATE), Map.entry("timestamptz", Types.TIMESTAMP), Map.entry("timestamp", Types.TIMESTAMP),
		Map.entry("interval", Types.OTHER), Map.entry("own", Types.OTHER));

	/* Whether a column of the current row is what is expected, read as a program would read it. */
	static boolean same(String kind, String expected, ResultSet row, int column) throws Exception
	{
		Object value = row.getObject(column);

		if (expected == null || value == null)
			return expected == null && value == null;
		switch (kind)
		{
			case "float8":
				return value instanceof Double && (double) value == Double.parseDouble(expected);
			case "int8":
				return value instanceof Long && (long) value == Long.parseLong(expected);
			case "int4":
			case "int2":
				return value instanceof Integer && (int) value == Integer.parseInt(expected);
			case "numeric":
				return value instanceof BigDecimal && ((BigDecimal) value).compareTo(new BigDecimal(expected)) == 0;
			case "text":
				return value.equals(expected);
			case "boolean":
				return value instanceof Boolean && (boolean) value == expected.equals("true");
			case "date":
				return value instanceof java.sql.Date && row.getObject(column, LocalDate.class).toString().equals(expected);
			case "timestamptz":
				return value instanceof Timestamp
					&& ChronoUnit.MICROS.between(Instant.EPOCH, row.getObject(column, OffsetDateTime.class).toInstant()) == Long.parseLong(expected);
			case "timestamp":
				return value instanceof Timestamp
					&& ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), row.getObject(column, LocalDateTime.class)) == Long.parseLong(expected);
			case "interval":
			{
				org.postgresql.util.PGInterval interval = (org.postgresql.util.PGInterval) value;
				double seconds = ((interval.getDays() * 24L + interval.getHours()) * 60 + interval.getMinutes()) * 60 + interval.getSeconds();

				return Math.abs(seconds * 1e6 - Double.parseDouble(expected)) < 1;
			}
			case "own":
				return value instanceof org.postgresql.util.PGobject && row.getString(column).equals(expected);
		}
		throw new IllegalArgumentException(kind);
	}

	interface Setter
	{
		void set(PreparedStatement statement) throws SQLException;
	}

	static String answer(Connection connection, String sql, Setter setter) throws SQLException
	{
		try (PreparedStatement statement = connection.prepareStatement(sql))
		{
			setter.set(statement);
			try (ResultSet result = statement.executeQuery())
			{
				result.next();
				return result.getString(1);
			}
		}
	}

	static void gives(Connection connection, String expected, String sql, Setter setter) throws SQLException
	{
		String got = answer(connection, sql, setter);

		check(Objects.equals(got, expected), sql + " gives " + got + " instead of " + expected);
	}

	static void refused(Connection connection, String word, String sql, Setter setter)
	{
		try
		{
			answer(connection, sql, setter);
			check(false, sql + " is not refused");
		}
		catch (SQLException error)
		{
			check(error.getMessage().contains(word), sql + ": " + error.getMessage());
		}
	}

	public static void main(String[] arguments) throws Exception
	{
		TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
		try (Connection connection = DriverManager.getConnection(arguments[0], "postgres", ""))
		{
			// The session's zone is that of the JVM, whatever the server is set to.
			gives(connection, "Asia/Kolkata", "SELECT current_setting('TimeZone')", s -> {});
			for (String line : Files.readString(Path.of(arguments[1]), StandardCharsets.UTF_8).split("\n"))
			{
				String[] parts = line.split("\t", -1);
				String sql = unescaped(parts[1]);
				String[] kinds = parts[2].split(",");
				String[] rows = parts[3].isEmpty() ? new String[0] : parts[3].split("\u001e", -1);

				try (PreparedStatement statement = connection.prepareStatement(sql))
				{
					for (int execution = 1; execution <= 6; execution++)
					{
						try (ResultSet result = statement.executeQuery())
						{
							int n = 0;
							for (int i = 0; i < kinds.length; i++)
							{
								if (!kinds[i].equals("-"))
									check(result.getMetaData().getColumnType(i + 1) == TYPES.get(kinds[i]),
										unescaped(parts[0]) + ": type " + result.getMetaData().getColumnTypeName(i + 1) + " of " + kinds[i]);
							}
							while (result.next())
							{
								String[] cells = n < rows.length ? rows[n].split("\u001f", -1) : new String[kinds.length];
								n++;
								for (int i = 0; i < kinds.length; i++)
								{
									String expected = unescaped(cells[i]);
									if (!kinds[i].equals("-") && !"infinity".equals(expected) && !"-infinity".equals(expected))
										check(same(kinds[i], expected, result, i + 1),
											unescaped(parts[0]) + ", execution " + execution + ": column " + (i + 1) + " is " + result.getString(i + 1) + " instead of " + expected + ": " + sql);
								}
							}
							check(n == rows.length, unescaped(parts[0]) + ": " + n + " rows instead of " + rows.length);
						}
					}
				}
			}

			String calendar = "{\"tz\": \"UTC\", \"hours\": \"Mo-Fr 09:00-17:00\"}";
			String hours = "SELECT csops.business_hours(?::csops.business_calendar, ?, ?)";
			gives(connection, "2.5", hours, s -> {
				s.setString(1, calendar);
				s.setObject(2, OffsetDateTime.parse("2026-03-02T09:00:00Z"));
				s.setObject(3, OffsetDateTime.parse("2026-03-02T11:30:00Z"));
			});
			// setTimestamp is sent with the zone of the JVM and without a type, so it is an instant.
			gives(connection, "2.5", hours, s -> {
				s.setString(1, calendar);
				s.setTimestamp(2, Timestamp.from(Instant.parse("2026-03-02T09:00:00Z")));
				s.setTimestamp(3, Timestamp.from(Instant.parse("2026-03-02T11:30:00Z")));
			});
			// LocalDateTime and LocalDate are sent as what they are, and have no zone.
			refused(connection, "AT TIME ZONE", hours, s -> {
				s.setString(1, calendar);
				s.setObject(2, LocalDateTime.parse("2026-03-02T09:00:00"));
				s.setObject(3, LocalDateTime.parse("2026-03-02T11:30:00"));
			});
			refused(connection, "AT TIME ZONE", hours, s -> {
				s.setString(1, calendar);
				s.setObject(2, LocalDate.parse("2026-03-02"));
				s.setObject(3, LocalDate.parse("2026-03-03"));
			});
			gives(connection, "2.5", "SELECT csops.business_hours(?::csops.business_calendar, ?::timestamp AT TIME ZONE 'UTC', ?::timestamp AT TIME ZONE 'UTC')", s -> {
				s.setString(1, calendar);
				s.setObject(2, LocalDateTime.parse("2026-03-02T09:00:00"));
				s.setObject(3, LocalDateTime.parse("2026-03-02T11:30:00"));
			});
			// setString says varchar, which is no calendar; Types.OTHER leaves it open.
			String untyped = "SELECT csops.is_open(?, timestamptz '2026-03-02 10:00Z')";
			refused(connection, "does not exist", untyped, s -> s.setString(1, calendar));
			gives(connection, "t", untyped, s -> s.setObject(1, calendar, Types.OTHER));
			gives(connection, null, "SELECT csops.nps(csops.rating_agg(s), ?) FROM unnest('{10,9,3}'::float8[]) AS s", s -> s.setInt(1, 30));
			gives(connection, "100", "SELECT csops.csat_lo(csops.rating_agg(s, 1, 5), ?, ?, ?) FROM unnest('{5,4,5}'::float8[]) AS s", s -> {
				s.setInt(1, 2);
				s.setDouble(2, 0.9);
				s.setString(3, "wald");
			});
			gives(connection, "100", "SELECT csops.nps(?)", s -> s.setDouble(1, 9));
			gives(connection, "100", "SELECT csops.nps(?)", s -> s.setBigDecimal(1, new BigDecimal("9")));
			gives(connection, null, "SELECT csops.nps(?)", s -> s.setNull(1, Types.DOUBLE));

			String text = answer(connection, "SELECT csops.rating_agg(s) FROM generate_series(0, 10) AS s", s -> {});
			gives(connection, "11", "SELECT csops.observations(?::csops.rating_summary)", s -> s.setString(1, text));
			gives(connection, "11", "SELECT csops.observations(?)", s -> {
				org.postgresql.util.PGobject summary = new org.postgresql.util.PGobject();
				summary.setType("csops.rating_summary");
				summary.setValue(text);
				s.setObject(1, summary);
			});
			try (Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("SELECT csops.rating_histogram(csops.rating_agg(s, 1, 3)) FROM unnest('{1,3,3}'::float8[]) AS s"))
			{
				result.next();
				check(Arrays.equals((Long[]) result.getArray(1).getArray(), new Long[] { 1L, 0L, 2L }), "an array of counts");
			}
		}
		failures.stream().limit(20).forEach(failure -> System.out.println("not as it should be: " + failure));
		if (!failures.isEmpty())
			throw new IllegalStateException(failures.size() + " of " + checked + " checks failed");
		System.out.println("pgJDBC: " + checked + " checks");
	}
}
