using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Sessions.Catalogue;

internal static partial class CatalogueLog
{
    [LoggerMessage(EventIds.Catalogue + 1, LogLevel.Information, "The galaxy dump was read: {Objects} objects, {Items} items.", EventName = "GalaxyDumpRead")]
    public static partial void DumpRead(this ILogger logger, int objects, int items);

    [LoggerMessage(EventIds.Catalogue + 2, LogLevel.Error, "The galaxy dump cannot be used: {Fault} Correct the file, or set Gateway:Catalogue:DumpPath to another one.", EventName = "GalaxyDumpRefused")]
    public static partial void DumpRefused(this ILogger logger, string fault);

    [LoggerMessage(EventIds.Catalogue + 3, LogLevel.Warning, "More than {MaxItems} items of the backend {Backend} are known; the rest is not found. Gateway:Catalogue:MaxItems is the limit.", EventName = "CatalogueCut")]
    public static partial void Cut(this ILogger logger, int maxItems, string backend);
}
