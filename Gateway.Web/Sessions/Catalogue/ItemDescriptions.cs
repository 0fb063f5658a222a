using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Values;

namespace Gateway.Web.Sessions.Catalogue;

/// <summary>Asks a source what single items are: their type, unit and description.</summary>
internal static class ItemDescriptions
{
    private const string TypeProperty = "Type";
    private const string SizeProperty = "Dimension1";

    /// <summary>The items, with what the source says of them.</summary>
    /// <exception cref="GatewayException">The session does not answer.</exception>
    public static async Task<IReadOnlyList<FoundPlace>> ReadAsync(SourceReader source, IReadOnlyList<FoundPlace> places, CancellationToken cancellationToken)
    {
        var types = await TypesAsync(source, places, cancellationToken);
        var units = await TextsAsync(source, places, ObjectAttributes.Unit, cancellationToken);
        var descriptions = await TextsAsync(source, places, ObjectAttributes.Description, cancellationToken);
        return [.. places.Select((place, i) => place with
        {
            Item = place.Item with
            {
                DataType = types[i].Type,
                IsArray = types[i].IsArray,
                Unit = units[i] ?? place.Item.Unit,
                Description = descriptions[i] ?? place.Item.Description,
                IsDescribed = true,
            },
        })];
    }

    // The properties of an item say more than its value: a value may be bad, and that of an enumeration is a text.
    private static async Task<(MxDataType? Type, bool IsArray)[]> TypesAsync(SourceReader source, IReadOnlyList<FoundPlace> places, CancellationToken cancellationToken)
    {
        var types = await source.ReadAsync([.. places.Select(place => $"{place.Item.Reference}.{TypeProperty}")], cancellationToken);
        var sizes = await source.ReadAsync([.. places.Select(place => $"{place.Item.Reference}.{SizeProperty}")], cancellationToken);
        return [.. places.Select((place, i) => (TypeOf(types[i]) ?? place.Item.DataType, place.Item.IsArray || NumberOf(sizes[i]) > 0))];
    }

    private static async Task<string?[]> TextsAsync(SourceReader source, IReadOnlyList<FoundPlace> places, string attribute, CancellationToken cancellationToken)
    {
        var asked = places.Select(place => $"{place.Item.Reference}.{attribute}").ToArray();
        var there = asked.Where((reference, i) => places[i].Object.Items.ContainsKey(reference)).ToArray();
        var texts = there.Zip((await source.ReadAsync(there, cancellationToken)).Select(result => KnownText.Short(ObjectAttributes.TextIn(result))))
            .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.OrdinalIgnoreCase);
        return [.. asked.Select(reference => texts.GetValueOrDefault(reference))];
    }

    private static MxDataType? TypeOf(MxItemResult result) => (MxDataType?)NumberOf(result) is { } type && Enum.IsDefined(type) ? type : null;

    private static int? NumberOf(MxItemResult result) =>
        result.Value is { } value && value.TryGetDouble(out var number) && number is >= short.MinValue and <= short.MaxValue ? (int)number : null;
}
