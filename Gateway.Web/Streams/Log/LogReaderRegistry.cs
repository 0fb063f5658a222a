using System.Collections.Concurrent;
using Gateway.Web.Access.Live;

namespace Gateway.Web.Streams.Log;

/// <summary>The streams of the change feed and of the alarms that run now. May be used on any thread.</summary>
internal sealed class LogReaderRegistry(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, RunningLogReader> _all = new(StringComparer.Ordinal);

    /// <summary>In no order.</summary>
    public IEnumerable<RunningLogReader> All => _all.Values;

    public RunningLogReader? Find(string readerId) => _all.GetValueOrDefault(readerId);

    /// <summary>A stream that is about to begin. It is listed once it has begun, until it is disposed.</summary>
    public RunningLogReader Expect(LiveCaller live, LogReading reading) => new(live, reading, time.GetUtcNow().UtcDateTime, this);

    internal void Add(RunningLogReader reader) => _all[reader.Id] = reader;

    internal void Remove(RunningLogReader reader) => _all.TryRemove(reader.Id, out _);
}
