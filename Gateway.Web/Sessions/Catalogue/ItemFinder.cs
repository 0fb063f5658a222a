using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Calls;
using Gateway.Web.Sessions.Calls.ItemValues;

namespace Gateway.Web.Sessions.Catalogue;

/// <summary>Finds items for clients: what the source of a session knows, as far as the caller may read it.</summary>
internal sealed class ItemFinder(SessionDirectory directory, RegistrationDesk registrations, CatalogueDirectory catalogues, IRemoteCalls remote)
{
    /// <exception cref="GatewayException"><c>InvalidArgument</c>, <c>Forbidden</c> or <c>SessionNotFound</c>; or the source does not answer, and
    /// nothing is known of it. For a session of another node also <c>TooManyPendingCommands</c> and <c>TooManyRequests</c>.</exception>
    public async Task<ItemPage> FindAsync(LiveCaller live, string sessionId, FindItemsRequest request, CancellationToken cancellationToken)
    {
        FindItemsValidator.Check(request);
        var call = directory.Admit(live, sessionId, GatewayAction.ReadSession);
        return call.Session.Node is null
            ? await FindHereAsync(call, request, cancellationToken)
            : await FindAtOwnerAsync(call, request, cancellationToken);
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

        var search = new ItemSearch([catalogue.Known, SessionObjects.Of(call.Session.Distributor.Items.Present(), catalogue.Known)], request, call.Caller.Read);
        var page = await PageOfAsync(search, request, places => catalogue.DescribeAsync(source, places, cancellationToken));
        return page with { Notice = catalogue.Notice };
    }

    private async Task<ItemPage> FindAtOwnerAsync(SessionCall call, FindItemsRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await remote.FindItemsAsync(call.By, call.Session, request, cancellationToken);
        }
        catch (GatewayException error) when (error.Code is not (GatewayErrorCode.CommandCanceled or GatewayErrorCode.TooManyPendingCommands or GatewayErrorCode.TooManyRequests))
        {
            var search = new ItemSearch([SessionObjects.Of(call.Session.Distributor.Items.Present(), KnownGalaxy.Empty)], request, call.Caller.Read);
            var page = await PageOfAsync(search, request, Task.FromResult);
            return page with { Notice = $"Only the items that the session has added are found here, because its source cannot be asked: {error.Message}" };
        }
    }

    private static async Task<ItemPage> PageOfAsync(ItemSearch search, FindItemsRequest request, Func<IReadOnlyList<FoundPlace>, Task<IReadOnlyList<FoundPlace>>> describe)
    {
        var page = request.Level switch
        {
            ItemLevel.Area => PageOf(search.FindAreas(), area => area),
            ItemLevel.Object => PageOf(search.FindObjects(), one => EntryOf(one, search.CountOf(one))),
            _ => await ItemsAsync(search, describe),
        };
        return page with { UnreadObjects = search.UnreadObjects };
    }

    private static async Task<ItemPage> ItemsAsync(ItemSearch search, Func<IReadOnlyList<FoundPlace>, Task<IReadOnlyList<FoundPlace>>> describe)
    {
        var (entries, next, total) = search.FindItems();
        var described = await describe(entries);
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
