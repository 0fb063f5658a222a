using System.Collections.Concurrent;
using Gateway.Testing;

namespace Gateway.Web.Tests.Sessions.MultiSession;

/// <summary>A random run over many sessions, with the expected events of each.</summary>
internal sealed class MultiSessionRun : IAsyncDisposable
{
    private readonly Plant _plant;
    private readonly int _seed;
    private readonly int _sessions;
    private readonly string[] _tags;
    private readonly TaggedReader[] _readers;
    private readonly ConcurrentDictionary<string, TaggedSession> _all = new();
    private long _published;

    public MultiSessionRun(int seed, int sessions, int readers)
    {
        _seed = seed;
        _sessions = sessions;
        _plant = new Plant(
            ("Gateway:Sessions:MaxSessions", "200"), ("Gateway:Workers:MaxConcurrentStarts", "8"), ("Gateway:Distribution:HistoryEvents", "10000000"),
            ("Gateway:Distribution:HistoryBytes", "1000000000"), ("Gateway:Distribution:HistorySeconds", "100000"), ("Gateway:Distribution:BufferEvents", "200"));
        _tags = [.. Enumerable.Range(0, readers).Select(i => $"tag-{i}")];
        _readers = [.. _tags.Select((tag, i) => new TaggedReader(_plant, _all, (TagChoice)(i % 3), tag, seed + i))];
    }

    public async Task RunAsync(int events)
    {
        using var stop = new CancellationTokenSource();
        var reading = _readers.Select(reader => Task.Run(() => reader.RunAsync(stop.Token))).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => ChangeAsync(new Random(_seed + 1_000 + i), events)))).WaitAsync(TimeSpan.FromMinutes(20));
        foreach (var reader in _readers)
        {
            reader.StopDropping();
        }

        await (await Task.WhenAny([.. reading, Task.WhenAll(_readers.Select(reader => reader.CaughtUp))]).WithTimeout("the readers to have all"));
        await stop.CancelAsync();
        await Task.WhenAll(reading).WithTimeout("the readers to end");
        Assert.All(_readers, reader => reader.CheckComplete());
        Assert.All(_readers.GroupBy(reader => reader.Choice), alike => Assert.True(
            alike.Sum(reader => reader.Resumes) > 5 && alike.Sum(reader => reader.Left) > 5, $"the run proves too little of readers by {alike.Key}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _plant.DisposeAsync();
        foreach (var session in _all.Values)
        {
            session.Dispose();
        }
    }

    private async Task ChangeAsync(Random random, int events)
    {
        while (Interlocked.Read(ref _published) < events)
        {
            var session = _all.Values.Where(one => !one.Closed).OrderBy(_ => random.Next()).FirstOrDefault();
            switch (random.Next(100))
            {
                case < 4:
                    await OpenAsync(random);
                    break;
                case < 6 when session is not null && _all.Values.Count(one => !one.Closed) > _sessions / 2:
                    await session.CloseAsync(_plant);
                    break;
                case < 12 when session is not null:
                    await session.SetTagAsync(RandomTag(random));
                    break;
                default:
                    if (session is not null)
                    {
                        Interlocked.Add(ref _published, await session.PublishAsync(_plant, random.Next(1, 60)));
                    }

                    break;
            }
        }
    }

    private async Task OpenAsync(Random random)
    {
        if (_all.Values.Count(one => !one.Closed) < _sessions)
        {
            var tag = RandomTag(random);
            var session = await _plant.OpenAsync(tag, $"{(random.Next(2) == 0 ? TaggedSession.Even : TaggedSession.Odd)} {random.Next(100)}");
            _all[session.Identity.SessionId] = new TaggedSession(session, tag);
        }
    }

    private string? RandomTag(Random random) => random.Next(5) == 0 ? null : _tags[random.Next(_tags.Length)];
}
