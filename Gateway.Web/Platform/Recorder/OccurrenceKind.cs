using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Web.Platform.Recorder;

/// <summary>What happened. <see cref="OccurrenceText"/> says which numbers and words belong to each kind.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
internal enum OccurrenceKind : byte
{
    // Connections.
    Connected,
    Negotiated,
    CallRefused,
    TokenRenewed,

    /// <summary>The token expired or was revoked; the code says which.</summary>
    TokenEnded,

    /// <summary>The client was silent for too long.</summary>
    PingLost,
    ConnectionClosed,
    ConnectionFailed,

    // Readers.
    StreamStarted,
    FilterChanged,
    RightsChanged,
    ModeChanged,
    Slow,
    CaughtUp,
    Gap,
    Lagged,

    /// <summary>The reader left: its client ended the stream, or its connection ended.</summary>
    StreamLeft,
    StreamCompleted,
    StreamFailed,

    // Sessions.
    SessionOpened,
    SessionReady,
    SessionAdopted,
    SessionTagged,

    /// <summary>What is kept of the session is written to the log from here on, or no longer.</summary>
    SessionTraced,
    LeaseEnded,
    SessionKilled,
    SessionClosing,
    SessionClosed,
    SessionFaulted,
    Command,

    // Workers.
    WorkerStarted,
    WorkerFound,
    WorkerReady,
    WorkerLost,
    WorkerReturned,
    WorkerHandedOver,
    WorkerExited,
}
