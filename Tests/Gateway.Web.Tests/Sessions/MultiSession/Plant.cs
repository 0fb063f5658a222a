using System.Collections.Frozen;
using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.MultiSession;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Fixtures;
using Gateway.Web.Tests.Streams.Events;

namespace Gateway.Web.Tests.Sessions.MultiSession;

/// <summary>Sessions whose events the test publishes itself, and readers of many of them.</summary>
internal sealed class Plant(params (string Key, string Value)[] settings) : IAsyncDisposable
{
    public SessionsHost Host { get; } = new(settings);

    public static Caller Caller(params string[] tags) => new()
    {
        Subject = "reader",
        TokenId = "token",
        Scopes = FrozenSet.Create(Scopes.ReadSessions),
        SessionTags = tags.ToFrozenSet(StringComparer.Ordinal),
        ExpiresAt = DateTimeOffset.MaxValue,
    };

    /// <summary>A caller who can access every session.</summary>
    public static Caller Everybodys { get; } = Caller() with { Scopes = FrozenSet.Create(Scopes.ReadSessions, Scopes.AllSessions) };

    public Task<Session> OpenAsync(string? tag, string? name = null) => Host.OpenAsync(new OpenSessionRequest { SessionTag = tag, Name = name });

    /// <summary>Publishes one batch with the values of some items.</summary>
    public void Publish(Session session, long first, int count) => session.Distributor.Publish(Batch(first, count));

    /// <summary>The values of some items.</summary>
    public Batch Batch(long first, int count) => Gateway.Web.Streams.Events.Batch.FromFrame(
        EncodedEvents.Body([.. Enumerable.Range(0, count).Select(i => EncodedEvents.Change(first + i, (int)((first + i) % 7) + 1))]), Host.Clock.GetTimestamp());

    /// <summary>A stream that chooses one tag, for a caller who can also access another tag.</summary>
    public MultiSessionStream Start(string tag) => Host.Streams.Start(Caller("a", tag), new MultiSessionRequest { SessionTags = [tag] }, null);

    public MultiSessionReader Read(Caller caller, MultiSessionRequest? request = null) => new(Host.Streams, caller, request ?? new MultiSessionRequest());

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
