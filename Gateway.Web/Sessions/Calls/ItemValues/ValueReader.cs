using System.Globalization;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Values;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Items;
using Gateway.Web.Access.Live;
using Gateway.Web.Streams.Events;
using Gateway.Wire;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>Reads items of a session for one request: the values that the gateway has, or anew from the platform.</summary>
internal sealed class ValueReader(SessionDirectory directory, StreamDesk streams, SessionDesk commands, RegistrationDesk registrations)
{
    public const int MostItems = 1_000;

    private const int LongestItem = 512;

    private static readonly char[] Wildcards = ['*', '?'];

    /// <summary>
    /// The latest values that the session's items have. The worker is not asked, and nothing of the session changes.
    /// </summary>
    /// <param name="live">The caller.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="items">References and globs; without any, all items of the session.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GatewayException"><c>InvalidArgument</c>, <c>Forbidden</c> or <c>SessionNotFound</c>, or the session has no streams.</exception>
    public async Task<ValueReport> ReadCachedAsync(LiveCaller live, string sessionId, IReadOnlyList<string> items, CancellationToken cancellationToken)
    {
        Check(items);
        var call = directory.Admit(live, sessionId, GatewayAction.ReadSession);
        // An observer counts against nobody, and its end does not let the session's grace time begin.
        var request = new StreamRequest
        {
            Snapshot = SnapshotPolicy.Always,
            Mode = StreamMode.Conflate,
            Observer = true,
            Filter = new StreamFilter { Families = [EventFamily.OnDataChange], References = items.Count == 0 ? null : items },
        };
        StartedItem? started = null;
        await foreach (var item in streams.Open(live, sessionId, request, cancellationToken))
        {
            started ??= item as StartedItem;
            if (item is OutgoingSnapshot snapshot)
            {
                return ReportOf(call, started!, snapshot, items);
            }
        }

        throw new GatewayException(GatewayErrorCode.SessionClosed, "The session is closed.");
    }

    /// <summary>Reads items from the platform, whether or not the session has them.</summary>
    /// <exception cref="GatewayException"><c>InvalidArgument</c>, <c>Forbidden</c> or <c>SessionNotFound</c>, or no answer: see <see cref="SessionDesk.InvokeAsync"/>.</exception>
    public async Task<ValueReport> ReadFreshAsync(
        LiveCaller live, string sessionId, IReadOnlyList<string> items, int? timeoutMs, CancellationToken cancellationToken)
    {
        Check(items);
        Require(items.Count > 0, "name the items to read anew by item; without any, only the cached values of all items of the session can be read");
        Require(!items.Any(item => item.IndexOfAny(Wildcards) >= 0), "only cached values can be read by globs; name each item to read anew");
        var call = directory.Admit(live, sessionId, GatewayAction.WriteSession);
        await using var registration = await registrations.OpenAsync(call);
        var command = new MxCommand
        {
            Method = MxMethod.ReadBulk,
            ServerHandle = registration.ServerHandle,
            ItemDefinitions = items,
            MaxAgeMs = 0,
            TimeoutMs = timeoutMs,
        };
        var reply = await commands.InvokeAsync(live, sessionId, command, cancellationToken);
        return new ValueReport { Values = [.. items.Zip(reply.Results ?? [], FreshOf)] };
    }

    private static ItemValue FreshOf(string item, MxItemResult result)
    {
        if (ResultFault.Of(result) is { } fault)
        {
            return ItemValue.Missing(item, fault.Code, fault.Message);
        }

        var read = new ItemValue { Item = item, Quality = result.Quality, SourceTime = result.SourceTime };
        return result.Value is { } value ? read.With(value, result.Statuses) : read;
    }

    private static ValueReport ReportOf(SessionCall call, StartedItem started, OutgoingSnapshot snapshot, IReadOnlyList<string> items)
    {
        var found = LatestOf(call.Session.Distributor.Items, snapshot);
        IReadOnlyList<string> wanted = items.Count == 0 ? ["*"] : items;
        return new ValueReport
        {
            Position = string.Create(CultureInfo.InvariantCulture, $"{started.Epoch}:{snapshot.AsOf}"),
            State = started.State,
            Values = [.. wanted.SelectMany(item => Select(found, item, call.Caller)).DistinctBy(value => (KeyOf(value.Item), value.Context))],
        };
    }

    // The same item may be added more than once; its latest value counts.
    private static ItemValue[] LatestOf(ItemTable items, OutgoingSnapshot snapshot) =>
        [.. EventsOf(snapshot)
            .Select(one => (Event: one, items.MeaningOf(one.ServerHandle, one.ItemHandle, one.Sequence).Item))
            .Where(known => known.Item is not null)
            .GroupBy(known => (KeyOf(known.Item!.ItemDefinition), known.Item.ItemContext))
            .Select(same => same.MaxBy(known => known.Event.Sequence))
            .Select(latest => CachedOf(latest.Event, latest.Item!))
            .OrderBy(value => value.Item, StringComparer.OrdinalIgnoreCase)];

    private static IEnumerable<MxEvent> EventsOf(OutgoingSnapshot snapshot)
    {
        for (var i = 0; i < (snapshot.Rows?.Count ?? 0); i++)
        {
            yield return Decode(snapshot.Rows!, i);
        }
    }

    private static MxEvent Decode(EncodedRows rows, int index)
    {
        var reader = new WireReader(rows.Rows(index, 1));
        return EventRow.Read(ref reader);
    }

    private static ItemValue CachedOf(MxEvent latest, ItemInfo item) => new ItemValue
    {
        Item = item.ItemDefinition,
        Context = item.ItemContext,
        Quality = latest.Quality,
        SourceTime = latest.SourceTime,
        WorkerTime = latest.WorkerTime,
    }.With(latest.Value ?? MxValue.Empty, latest.Statuses);

    private static ItemValue[] Select(ItemValue[] found, string item, Caller caller)
    {
        var glob = ItemReference.Normal(item);
        var matching = found.Where(value => ItemReference.MeaningsOf(value.Item, value.Context).Any(meaning => ItemGlob.Matches(glob, meaning))).ToArray();
        return matching.Length == 0 && item.IndexOfAny(Wildcards) < 0 ? [Absent(caller, item)] : matching;
    }

    private static ItemValue Absent(Caller caller, string item) => caller.Read is { } readable && !readable.Allow(item)
        ? ItemValue.Missing(item, GatewayErrorCode.Forbidden, "The token does not allow the caller to see this item.")
        : ItemValue.Missing(item, GatewayErrorCode.NotFound, "The session has no value of this item: it is not advised, or its first value has not come yet. source=fresh reads it from the platform.");

    private static string KeyOf(string reference) => ItemReference.Normal(reference).ToUpperInvariant();

    private static void Check(IReadOnlyList<string> items)
    {
        Require(items.Count <= MostItems, $"at most {MostItems} items can be named");
        Require(items.All(item => item.Length <= LongestItem && !string.IsNullOrWhiteSpace(item)), $"each item must have 1 to {LongestItem} characters");
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The values cannot be read: {rule}.");
        }
    }
}
