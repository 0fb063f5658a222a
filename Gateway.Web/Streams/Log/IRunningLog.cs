using Gateway.Errors;
using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Streams.Log;

/// <summary>A reader of a durable log, for those who look at readers. May be used on any thread.</summary>
internal interface IRunningLog
{
    /// <summary>The last sequence that was read.</summary>
    long Position { get; }

    /// <summary>Whether it is fed, and does not read the kept part.</summary>
    bool IsLive { get; }

    /// <summary>Number of entries that wait for it.</summary>
    int Queued { get; }

    /// <summary>Since when it has been too slow to be fed; null when it has not.</summary>
    DateTime? SlowSince { get; }

    /// <summary>How many times it was too slow to be fed.</summary>
    int SlowEpisodes { get; }

    /// <summary>The code with which it was ended; null when its client left.</summary>
    GatewayErrorCode? EndCode { get; }

    /// <summary>Ends its stream at once.</summary>
    void End(GatewayException error);

    /// <summary>Sets where the flight recorder keeps what happens to it.</summary>
    void Record(OccurrenceRing ring);
}
