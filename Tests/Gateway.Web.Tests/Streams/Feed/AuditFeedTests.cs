using Gateway.Contracts;
using Gateway.Web.Access.Audit;
using Gateway.Web.Streams.Feed;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Streams.Feed;

/// <summary>Entries of the audit trail that are changes of the feed.</summary>
public sealed class AuditFeedTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingAudit _trail = new();
    private readonly RecordingFeed _feed = new();
    private readonly AuditFeed _audit;

    public AuditFeedTests() => _audit = new AuditFeed(_trail, _feed, _clock);

    public static TheoryData<string, string?, string, FeedKind?> Entries => new()
    {
        { AuditActions.TokenMinted, "ada", AuditEntry.Ok, FeedKind.TokenMinted },
        { AuditActions.TokenRenewed, "ada", AuditEntry.Ok, FeedKind.TokenRenewed },
        { AuditActions.TokenRevoked, "ada", AuditEntry.Ok, FeedKind.TokenRevoked },
        { AuditActions.KeysRotated, null, AuditEntry.Ok, FeedKind.KeyRotated },
        { AuditActions.Login, "ada", AuditEntry.Ok, FeedKind.LoginSucceeded },
        { AuditActions.Login, null, "wrong_password", FeedKind.LoginRefused },
        { AuditActions.TokenMinted, "ada", "Forbidden", FeedKind.AccessRefused },
        { AuditActions.OfHub("Invoke"), "ada", "Forbidden", FeedKind.AccessRefused },
        { AuditActions.OfRequest("GET", "/api/audit"), null, "Unauthenticated", null },
        { AuditActions.SessionOpened, "ada", AuditEntry.Ok, null },
        { AuditActions.SessionClosed, "ada", AuditEntry.Ok, null },
    };

    [Theory]
    [MemberData(nameof(Entries))]
    public async Task What_the_trail_is_told_becomes_a_change_of_its_kind_or_none(string action, string? subject, string result, FeedKind? kind)
    {
        var entry = new AuditEntry
        {
            Action = action,
            Subject = subject,
            Result = result,
            TokenId = "t1",
            SessionId = "s1",
            RemoteAddress = "192.0.2.7",
            Detail = "for people",
        };
        _audit.Record(entry);
        await _audit.RecordNowAsync(entry with { Detail = "other people", Subject = subject is null ? null : "bob" });

        Assert.Equal(2, _trail.Entries.Count);
        Assert.All(_feed.Entries, change => Assert.Equal(kind, change.Kind));
        Assert.Equal(kind is null ? [] : [subject, subject is null ? null : "bob"], _feed.Entries.Select(change => change.Subject));
        Assert.All(_feed.Entries, change =>
        {
            Assert.Null(change.Session);
            Assert.Equal((action, result, "t1", "s1", "192.0.2.7"), (change.Data!["action"], change.Data["result"], change.Data["tokenId"], change.Data["sessionId"], change.Data["remoteAddress"]));
        });
    }

    [Theory]
    [InlineData("hub.Invoke", "ada", "Forbidden")]
    [InlineData(AuditActions.Login, null, "wrong_password")]
    public void A_refusal_that_is_provoked_again_and_again_is_told_once_in_a_while_and_counted(string action, string? subject, string result)
    {
        var entry = new AuditEntry { Action = action, Subject = subject, Result = result, RemoteAddress = "192.0.2.7", Detail = "ada" };
        for (var i = 0; i < 1_000; i++)
        {
            _audit.Record(entry);
        }

        _audit.Record(entry with { Subject = "bob", RemoteAddress = "192.0.2.8" });
        Assert.Equal(AuditFeed.MostInTrail + 1, _trail.Entries.Count);
        Assert.Equal(2, _feed.Entries.Count);

        _clock.Advance(FeedThrottle.Interval);
        _audit.Record(entry);
        Assert.Equal([null, null, "999"], _feed.Entries.Select(change => change.Data!.GetValueOrDefault("repeated")));
        Assert.Equal($"ada ({1_000 - AuditFeed.MostInTrail} more before it were not recorded)", _trail.Entries.Last().Detail);
    }

    [Theory]
    [InlineData(AuditActions.Login, AuditFeed.MostOfOneCaller)]
    [InlineData(AuditActions.TokenRenewed, AuditFeed.MostOfOneCaller)]
    [InlineData(AuditActions.TokenMinted, AuditFeed.MostTokens)]
    [InlineData(AuditActions.TokenRevoked, AuditFeed.MostTokens)]
    public void What_a_caller_may_do_by_the_thousand_is_told_a_number_of_times_and_counted(string action, int most)
    {
        var entry = new AuditEntry { Action = action, Subject = "ada", RemoteAddress = "192.0.2.7" };
        for (var i = 0; i < 1_000; i++)
        {
            _audit.Record(entry with { Detail = $"{i}" });
        }

        Assert.Equal((action == AuditActions.TokenRenewed ? AuditFeed.MostInTrail : 1_000, most), (_trail.Entries.Count, _feed.Entries.Count));
        _audit.Record(entry with { Subject = "bob" });
        Assert.Equal("bob", _feed.Entries.Last().Subject);

        _clock.Advance(FeedThrottle.Interval);
        _audit.Record(entry);
        Assert.Equal($"{1_000 - most}", _feed.Entries.Last().Data!["repeated"]);
    }

    [Fact]
    public void Log_ins_that_fail_with_another_name_each_time_are_told_a_number_of_times_for_an_address()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _audit.Record(new AuditEntry { Action = AuditActions.Login, Result = "unknown_user", RemoteAddress = "192.0.2.7", Detail = $"user-{i}" });
        }

        Assert.Equal(AuditFeed.MostOfOneCaller, _feed.Entries.Count);
    }

    [Fact]
    public void Refusals_of_ever_other_callers_are_told_a_number_of_times_in_all()
    {
        for (var i = 0; i < 15_000; i++)
        {
            _audit.Record(new AuditEntry { Action = "hub.Invoke", Subject = $"ada/browser-{i}", Result = "Forbidden" });
            _audit.Record(new AuditEntry { Action = AuditActions.Login, Result = "unknown_user", RemoteAddress = $"2001:db8::{i:x}", Detail = "eve" });
        }

        Assert.Equal([AuditFeed.MostRefusals, AuditFeed.MostRefusals], _feed.Entries.CountBy(change => change.Kind).Select(told => told.Value));
    }

    [Fact]
    public void Sessions_that_are_adopted_together_are_all_in_the_trail()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _audit.Record(new AuditEntry { Action = AuditActions.SessionAdopted, SessionId = $"{i}", Result = "adopted" });
        }

        Assert.Equal(1_000, _trail.Entries.Count);
    }

    [Fact]
    public void What_is_remembered_of_refusals_is_bounded()
    {
        for (var i = 0; i < 30_000; i++)
        {
            _audit.Record(new AuditEntry { Action = AuditActions.Login, Result = "unknown_user", RemoteAddress = "192.0.2.7", Detail = $"user-{i}" });
        }

        var throttle = new FeedThrottle(_clock);
        Assert.Equal(0, throttle.Admit("first"));
        for (var i = 0; i < FeedThrottle.MaxRemembered; i++)
        {
            throttle.Admit($"other {i}");
        }

        // The entry was forgotten, so it is reported again.
        Assert.Equal(0, throttle.Admit("first"));
    }
}
