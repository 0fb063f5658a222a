using Gateway.Errors;
using Gateway.Web.Sessions.Catalogue.Dumps;

namespace Gateway.Web.Sessions.Catalogue;

/// <summary>
/// What is known of the source of one backend, from its own attributes and from a galaxy dump. All sessions of the backend share it; the session
/// whose client asks is the one that reads. May be used on any thread.
/// </summary>
internal sealed class SourceCatalogue(CatalogueSource from, CatalogueOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>How long it is before a source that did not answer is asked again, and before one object is.</summary>
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly GalaxyDumpFile _dump = new(from.DumpPath);
    private KnownGalaxy _known = KnownGalaxy.Empty;
    private DateTimeOffset _dueAt = DateTimeOffset.MinValue;

    public KnownGalaxy Known => Volatile.Read(ref _known);

    /// <summary>For people: why something is missing; null when nothing is known to be.</summary>
    public string? Notice { get; private set; }

    /// <summary>Asks the source for its objects and their attributes, unless that was done lately.</summary>
    /// <exception cref="GatewayException">The source does not answer, and nothing is known of it.</exception>
    public Task RefreshAsync(SourceReader source, CancellationToken cancellationToken) =>
        IsDue ? AloneAsync(() => IsDue ? LoadAsync(source, cancellationToken) : Task.CompletedTask, cancellationToken) : Task.CompletedTask;

    /// <summary>Asks one object for its attributes, known or not.</summary>
    /// <exception cref="GatewayException">The source does not answer, and nothing is known of the object.</exception>
    public Task ReadAsync(SourceReader source, string name, CancellationToken cancellationToken) => IsFresh(name)
        ? Task.CompletedTask
        : AloneAsync(() => IsFresh(name) ? Task.CompletedTask : ReadObjectAsync(source, name, cancellationToken), cancellationToken);

    /// <summary>The items, described as far as the source tells. It is asked once for each item.</summary>
    public async Task<IReadOnlyList<FoundPlace>> DescribeAsync(SourceReader source, IReadOnlyList<FoundPlace> places, CancellationToken cancellationToken)
    {
        var open = places.Where(place => place.Item is { DataType: null, IsDescribed: false }).ToArray();
        if (open.Length == 0)
        {
            return places;
        }

        try
        {
            var described = (await ItemDescriptions.ReadAsync(source, open, cancellationToken)).ToDictionary(place => place.Item.Reference, StringComparer.OrdinalIgnoreCase);
            await AloneAsync(() => KeepAsync(described.Values), cancellationToken);
            return [.. places.Select(place => described.GetValueOrDefault(place.Item.Reference, place))];
        }
        catch (GatewayException)
        {
            // They are found all the same, only without a type.
            return places;
        }
    }

    public void Dispose() => _gate.Dispose();

    private bool IsDue => time.GetUtcNow() >= _dueAt;

    private bool IsFresh(string name) => Known.Find(name)?.ReadAt is { } at && time.GetElapsedTime(at) < RepeatAfter;

    private async Task AloneAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await work();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task LoadAsync(SourceReader source, CancellationToken cancellationToken)
    {
        var (dumped, fault) = _dump.Read(options.MaxItems, logger);
        // Objects that clients have asked for stay.
        var known = new KnownGalaxy(dumped.Where(one => Known.Find(one.Name)?.ReadAt is null)).With(Known.Objects.Where(one => one.ReadAt is not null));
        try
        {
            var names = from.Objects.Concat(from.IsSimulator ? await ObjectReading.ObjectsOfSimulatorAsync(source, cancellationToken) : []);
            var objects = names.Distinct(StringComparer.OrdinalIgnoreCase).Select(name => known.Find(name) ?? new KnownObject(name)).ToArray();
            var (read, allAnswered) = await ObjectReading.ReadAsync(source, objects, time.GetTimestamp(), cancellationToken);
            Become(
                known.With(read),
                fault ?? (allAnswered ? null : "Some objects did not tell their attributes in time; they are asked again soon."),
                allAnswered ? TimeSpan.FromSeconds(options.RefreshSeconds) : RepeatAfter);
        }
        catch (GatewayException error) when (known.Count > 0)
        {
            Become(known, $"The source does not tell its attributes now: {error.Message}", RepeatAfter);
        }
    }

    private async Task ReadObjectAsync(SourceReader source, string name, CancellationToken cancellationToken)
    {
        try
        {
            var read = await ObjectReading.ReadAsync(source, [Known.Find(name) ?? new KnownObject(name)], time.GetTimestamp(), cancellationToken);
            if (read.Objects[0].ReadAt is not null && Known.Count + read.Objects[0].Items.Count < options.MaxItems)
            {
                Volatile.Write(ref _known, Known.With(read.Objects));
            }
        }
        catch (GatewayException) when (Known.Find(name) is not null)
        {
            // What is known of it is shown.
        }
    }

    private Task KeepAsync(IEnumerable<FoundPlace> described)
    {
        var objects = new List<KnownObject>();
        foreach (var ofObject in described.GroupBy(place => place.Object.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (Known.Find(ofObject.Key) is { } one)
            {
                var items = new Dictionary<string, KnownAttribute>(one.Items, StringComparer.OrdinalIgnoreCase);
                foreach (var item in ofObject.Select(place => place.Item).Where(item => items.ContainsKey(item.Reference)))
                {
                    items[item.Reference] = item;
                }

                objects.Add(one with { Items = items });
            }
        }

        Volatile.Write(ref _known, Known.With(objects));
        return Task.CompletedTask;
    }

    private void Become(KnownGalaxy galaxy, string? notice, TimeSpan until)
    {
        var (fitting, isWhole) = WithinLimit(galaxy);
        if (!isWhole)
        {
            logger.Cut(options.MaxItems, from.Backend);
        }

        Notice = notice ?? (isWhole ? null : $"The source has more than {options.MaxItems} items; the rest is left out.");
        Volatile.Write(ref _known, fitting);
        _dueAt = time.GetUtcNow() + until;
    }

    private (KnownGalaxy Galaxy, bool IsWhole) WithinLimit(KnownGalaxy galaxy)
    {
        if (galaxy.Count <= options.MaxItems)
        {
            return (galaxy, true);
        }

        var room = options.MaxItems;
        return (new KnownGalaxy(galaxy.Objects.TakeWhile(one => (room -= 1 + one.Items.Count) >= 0)), false);
    }
}
