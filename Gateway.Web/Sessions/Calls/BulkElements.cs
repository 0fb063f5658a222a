using Gateway.Contracts;

namespace Gateway.Web.Sessions.Calls;

/// <summary>The elements of a bulk command: references, handles or writes, whichever its method has.</summary>
internal sealed class BulkElements
{
    private readonly IReadOnlyList<string>? _definitions;
    private readonly IReadOnlyList<int>? _handles;
    private readonly IReadOnlyList<MxWrite>? _writes;

    private BulkElements(MxCommand command)
    {
        switch (command.Method)
        {
            case MxMethod.AddItemBulk or MxMethod.SubscribeBulk or MxMethod.ReadBulk:
                _definitions = command.ItemDefinitions;
                break;
            case MxMethod.AdviseItemBulk or MxMethod.RemoveItemBulk or MxMethod.UnAdviseItemBulk or MxMethod.UnsubscribeBulk:
                _handles = command.ItemHandles;
                break;
            case MxMethod.WriteBulk or MxMethod.Write2Bulk or MxMethod.WriteSecuredBulk or MxMethod.WriteSecured2Bulk:
                _writes = command.Writes;
                break;
        }
    }

    public int Count => _definitions?.Count ?? _handles?.Count ?? _writes?.Count ?? 0;

    /// <summary>Null when the command has no elements, or a null element; such a command is refused as a whole later.</summary>
    public static BulkElements? Of(MxCommand command)
    {
        var elements = new BulkElements(command);
        return elements.Count == 0 || (elements._definitions?.Contains(null!) ?? false) || (elements._writes?.Contains(null!) ?? false)
            ? null
            : elements;
    }

    public string? DefinitionAt(int index) => _definitions?[index];

    public int? HandleAt(int index) => _handles?[index] ?? _writes?[index].ItemHandle;

    /// <summary>The command with only some of its elements.</summary>
    public MxCommand Only(MxCommand command, Func<int, bool> chosen) => command with
    {
        ItemDefinitions = Only(_definitions, chosen) ?? command.ItemDefinitions,
        ItemHandles = Only(_handles, chosen) ?? command.ItemHandles,
        Writes = Only(_writes, chosen) ?? command.Writes,
    };

    private static T[]? Only<T>(IReadOnlyList<T>? elements, Func<int, bool> chosen) =>
        elements is null ? null : [.. elements.Where((_, index) => chosen(index))];
}
