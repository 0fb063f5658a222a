using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Calls;
using Gateway.Web.Sessions.Calls.ItemValues;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Catalogue;

/// <summary>Finds items for clients: what the source of a session knows, as far as the caller may read it.</summary>
internal sealed class ItemFinder(SessionDirectory directory, RegistrationDesk registrations, CatalogueDirectory catalogues, IRemoteCalls remote)
{
    /// <exception cref="GatewayException"><c>InvalidArgument</c>, <c>Forbidden</c> or <c>SessionNotFound</c>; or the source does not answer, and
    /// nothing is known of it. For a session of another node also those of <see cref="IRemoteCalls"/>.</exception>
    public async Task<ItemPage> FindAsync(LiveCaller live, string sessionId, FindItemsRequest request, CancellationToken cancellationToken)
    {
        FindItemsValidator.Check(request);
        var call = directory.Admit(live, sessionId, GatewayAction.ReadSession);
        return call.Session.Node is null
            ? await FindHereAsync(call, request, cancellationToken)
            : await remote.FindItemsAsync(call.By, call.Session, request, cancellationToken);
    }

    private async Task<ItemPage> FindHereAsync(SessionCall call, FindItemsRequest request, CancellationToken cancellationToken)
    {
        var catalogue = catalogues.Of(call.Session.Identity.Backend);
        await using var source = new SourceReader(call.Session, registrations);
        await catalogue.RefreshAsync(source, cancellationToken);
        if (request.Object is { Length: > 0 } name)
        {
            await catalogue.ReadAsync(source, name, cancellationToken);
        }

        var search = new ItemSearch(GalaxiesOf(call.Session, catalogue), request, call.Caller.Read);
        var page = request.Level switch
        {
            ItemLevel.Area => PageOf(search.FindAreas(), area => area),
            ItemLevel.Object => PageOf(search.FindObjects(), one => EntryOf(one, search.CountOf(one))),
            _ => await ItemsAsync(catalogue, source, search, cancellationToken),
        };
        return page with { UnreadObjects = search.UnreadObjects, Notice = catalogue.Notice };
    }

    private static IReadOnlyList<KnownGalaxy> GalaxiesOf(Session session, SourceCatalogue catalogue)
    {
        var known = catalogue.Known;
        return [known, SessionObjects.Of(session.Distributor.Items.Present(), known)];
    }

    private static async Task<ItemPage> ItemsAsync(SourceCatalogue catalogue, SourceReader source, ItemSearch search, CancellationToken cancellationToken)
    {
        var (entries, next, total) = search.FindItems();
        var described = await catalogue.DescribeAsync(source, entries, cancellationToken);
        // That an item is an array, whose reference has brackets, may be known only now.
        return PageOf((described.Where(place => search.MayRead(place.Item)).ToArray(), next, total), EntryOf);
    }

    private static ItemPage PageOf<T>((IReadOnlyList<T> Entries, string? Next, int Total) found, Func<T, FoundItem> entryOf) =>
        new() { Items = [.. found.Entries.Select(entryOf)], Next = found.Next, Total = found.Total };

    private static FoundItem EntryOf(KnownObject one, int? count) =>
        new() { Level = ItemLevel.Object, Reference = one.Name, Area = one.Area, Description = one.Description, Count = count };

    private static FoundItem EntryOf(FoundPlace place) => new()
    {
        Level = ItemLevel.Item,
        Reference = place.Item.FullReference,
        Object = place.Object.Name,
        Area = place.Object.Area,
        DataType = place.Item.DataType,
        Unit = place.Item.Unit,
        Description = place.Item.Description,
    };
}
