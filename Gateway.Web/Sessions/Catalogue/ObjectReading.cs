using Gateway.Errors;

namespace Gateway.Web.Sessions.Catalogue;

/// <summary>Asks a source for its objects, and objects for their attributes.</summary>
internal static class ObjectReading
{
    /// <summary>With it the simulator tells the objects of its galaxy. MXAccess has nothing like it.</summary>
    private const string SimulatorObjects = "_Galaxy._Objects[]";

    /// <exception cref="GatewayException">The session does not answer.</exception>
    public static async Task<IReadOnlyList<string>> ObjectsOfSimulatorAsync(SourceReader source, CancellationToken cancellationToken)
    {
        var result = (await source.ReadAsync([SimulatorObjects], cancellationToken))[0];
        return result.Hresult >= 0
            ? ObjectAttributes.NamesIn(result)
            : throw new GatewayException(GatewayErrorCode.CommandTimedOut, "The simulator did not tell its objects in time.");
    }

    /// <summary>The objects as they are now, and whether all have answered. Those that do not tell their attributes remain as they were known.</summary>
    /// <exception cref="GatewayException">The session does not answer.</exception>
    public static async Task<(IReadOnlyList<KnownObject> Objects, bool AllAnswered)> ReadAsync(
        SourceReader source, IReadOnlyList<KnownObject> objects, long now, CancellationToken cancellationToken)
    {
        var names = await source.ReadAsync([.. objects.Select(one => ObjectAttributes.NamesOf(one.Name))], cancellationToken);
        var areas = await source.ReadAsync([.. objects.Select(one => ObjectAttributes.AreaOf(one.Name))], cancellationToken);
        var descriptions = await source.ReadAsync([.. objects.Select(one => ObjectAttributes.DescriptionOf(one.Name))], cancellationToken);
        return ([.. objects.Select((one, i) => ObjectAttributes.NamesIn(names[i]) is { Length: > 0 } attributes
            ? one.With(attributes, now) with
            {
                Area = ObjectAttributes.TextIn(areas[i]) ?? one.Area,
                Description = KnownText.Short(ObjectAttributes.TextIn(descriptions[i])) ?? one.Description,
            }
            : one)], names.All(result => result.Hresult >= 0));
    }
}
