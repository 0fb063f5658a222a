using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Web.Platform.Recorder;

/// <summary>Why the recorder kept a copy of rings by itself.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
internal enum DumpCause
{
    /// <summary>A session was faulted.</summary>
    Fault,

    /// <summary>The connection to a worker was lost. The worker may come back.</summary>
    WorkerLost,

    /// <summary>A reader missed events.</summary>
    Gap,

    /// <summary>A reader became slow.</summary>
    Slow,
}
