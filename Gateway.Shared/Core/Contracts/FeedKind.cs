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

    /// <summary>
    /// What happens to the session is written to the log, or no longer. <c>data</c>: <c>minutes</c>, 0 when it was ended, and <c>until</c>, UTC.
    /// </summary>
    SessionTraced = 9,

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

    /// <summary>
    /// The alarm monitor watches the alarms, sees a part of them only, or is blind; <c>data.status</c> says which, <c>detail</c> why.
    /// </summary>
    AlarmMonitorChanged = 140,

    /// <summary>The monitor watches other alarms than before. <c>data</c>: <c>watched</c>, <c>added</c>, <c>removed</c>.</summary>
    AlarmRootsChanged = 141,

    /// <summary>An acknowledgement was asked for. <c>data</c>: <c>reference</c>, <c>occurrence</c>, <c>outcome</c>, <c>code</c>.</summary>
    AlarmAcknowledged = 142,

    /// <summary>Shelving, or its end, was asked for. <c>data</c>: <c>reference</c>, <c>outcome</c>, <c>code</c>.</summary>
    AlarmShelved = 143,
}
