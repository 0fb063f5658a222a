using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Web.Platform.Recorder;

/// <summary>What a ring of the flight recorder is about.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
internal enum RecorderPart
{
    /// <summary>A connection to the hub; its id is SignalR's.</summary>
    Connection,

    /// <summary>One reader of a session; its id is that of its row in the overview.</summary>
    Stream,

    Session,

    /// <summary>A worker process; its id is that of the process.</summary>
    Worker,
}
