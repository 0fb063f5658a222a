using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>What happened. Events, heartbeats and commands are too frequent to be changes and never enter the feed.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum FeedKind
{
    SessionOpened = 1,
    SessionReady = 2,

    /// <summary>The session's last subscriber left.</summary>
    SessionDetached = 3,

    /// <summary>A subscriber came to a session that had none.</summary>
    SessionAttached = 4,

    /// <summary>A restarted gateway took the session over together with its worker.</summary>
    SessionAdopted = 5,

    SessionFaulted = 6,
    SessionClosed = 7,

    /// <summary>The session's tag is another one. <c>data.from</c> has the old one, if there was one.</summary>
    SessionTagged = 8,

    SubscriptionStarted = 20,

    /// <summary>A slow-consumer episode began.</summary>
    SubscriptionSlow = 21,

    SubscriptionEnded = 22,

    WorkerStarted = 40,
    WorkerExited = 41,

    TokenMinted = 60,
    TokenRenewed = 61,
    TokenRevoked = 62,

    LoginSucceeded = 80,
    LoginRefused = 81,

    /// <summary>A caller was refused because it lacks the right.</summary>
    AccessRefused = 82,

    /// <summary>A gateway started with another configuration than the one before it.</summary>
    ConfigurationChanged = 100,

    /// <summary>The keys that sign tokens were rotated.</summary>
    KeyRotated = 101,

    /// <summary>
    /// Changes could not be recorded, or were lost; they have no sequences. <c>data</c>: <c>reason</c>, <c>first</c> and
    /// <c>last</c> (UTC times between which they happened), <c>dropped</c> (how many); absent when not known.
    /// </summary>
    FeedHole = 120,
}
