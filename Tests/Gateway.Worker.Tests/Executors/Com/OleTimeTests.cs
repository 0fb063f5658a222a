using System.Globalization;
using Gateway.Values;
using Gateway.Worker.Executors.Com.Variants;

namespace Gateway.Worker.Tests.Executors.Com;

public sealed class OleTimeTests
{
    public static TheoryData<DateTime> Times =>
    [
        new DateTime(2026, 2, 3, 4, 5, 6, 789, DateTimeKind.Utc),
        new DateTime(2026, 12, 31, 23, 59, 59, 999, 999, DateTimeKind.Utc),
        new DateTime(1899, 12, 30, 0, 0, 0, DateTimeKind.Utc),
        new DateTime(1899, 12, 29, 6, 30, 0, DateTimeKind.Utc),
        new DateTime(1601, 1, 1, 0, 0, 1, DateTimeKind.Utc),
        new DateTime(9999, 12, 31, 0, 0, 0, DateTimeKind.Utc),
    ];

    [Theory]
    [MemberData(nameof(Times))]
    public void Dates_keep_their_microseconds(DateTime time) => Assert.Equal(time, OleTime.FromDate(OleTime.ToDate(time)));

    [Fact]
    public void Dates_before_the_zero_count_their_hours_upward()
    {
        Assert.Equal(new DateTime(1899, 12, 29, 6, 0, 0, DateTimeKind.Utc), OleTime.FromDate(-1.25));
        Assert.Equal(-1.25, OleTime.ToDate(new DateTime(1899, 12, 29, 6, 0, 0, DateTimeKind.Utc)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(2_999_999.0)]
    [InlineData(-700_000.0)]
    public void What_is_no_date_is_none(double days) => Assert.Null(OleTime.FromDate(days));

    [Fact]
    public void File_times_keep_their_last_digit()
    {
        var time = new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc).AddTicks(7);
        Assert.Equal(time, OleTime.FromFileTime(OleTime.ToFileTime(time)));
        Assert.Equal(time.ToFileTimeUtc(), OleTime.ToFileTime(time));
        Assert.Null(OleTime.FromFileTime(-1));
        Assert.Null(OleTime.FromFileTime(long.MaxValue));
    }

    [Fact]
    public void Time_stamps_in_another_zone_are_converted_and_kept_raw()
    {
        var times = new TimeStamps(TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), "test", "test"));
        var date = MxValue.FromDate(new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc));
        Assert.Equal(new DateTime(2026, 1, 1, 10, 0, 0, DateTimeKind.Utc), times.ToUtc(date));
        Assert.Equal(date, times.RawOf(date));
        Assert.True(times.TryForWrite(MxValue.FromDate(new DateTime(2026, 1, 1, 10, 0, 0, DateTimeKind.Utc)), out var written));
        Assert.Equal(date, written);
        var text = MxValue.FromString("2026-01-01 12:00:00.5");
        Assert.Equal(new DateTime(2026, 1, 1, 10, 0, 0, 500, DateTimeKind.Utc), times.ToUtc(text));
        Assert.Equal(new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc), times.ToUtc(MxValue.FromString("2026-01-01T12:00:00Z")));

        // A FILETIME is UTC whatever the zone is.
        var fileTime = MxValue.FromFileTime(new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc));
        Assert.Equal(fileTime.AsDateTime(), times.ToUtc(fileTime));
    }

    [Theory]
    [InlineData(-5, "9999-12-31T22:00:00", "0001-01-01T04:00:00")]
    [InlineData(2, "0001-01-01T01:00:00", "9999-12-31T23:00:00")]
    public void A_time_that_is_none_in_UTC_or_in_the_zone_is_none(int hours, string component, string utc)
    {
        var times = new TimeStamps(TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(hours), "test", "test"));
        var date = MxValue.FromDate(DateTime.Parse(component, CultureInfo.InvariantCulture));
        Assert.Null(times.ToUtc(date));
        Assert.Equal(date, times.RawOf(date));
        Assert.Null(times.ToUtc(MxValue.FromString(component)));
        Assert.False(times.TryForWrite(MxValue.FromDate(DateTime.Parse(utc, CultureInfo.InvariantCulture)), out _));
    }

    [Theory]
    [InlineData("9999-12-31T23:30:00-05:00")]
    [InlineData("0001-01-01T00:30:00+05:00")]
    [InlineData("")]
    [InlineData("no time")]
    public void Text_that_is_no_time_is_none(string text) => Assert.Null(new TimeStamps(TimeZoneInfo.Utc).ToUtc(MxValue.FromString(text)));

    [Fact]
    public void Text_in_the_invariant_culture_is_read()
    {
        var times = new TimeStamps(TimeZoneInfo.Utc);
        Assert.Equal(new DateTime(2026, 1, 31, 13, 14, 15, DateTimeKind.Utc), times.ToUtc(MxValue.FromString("01/31/2026 13:14:15")));
    }
}
