using Gateway.Contracts;

namespace Gateway.Worker.Executors;

/// <summary>
/// All bulk commands except ReadBulk. The elements run one after another in the given order and each has its own result; a failed
/// or refused element does not stop the others. Used only on the executor's thread.
/// </summary>
internal sealed class BulkCommands(MxCalls calls, ItemRegister items)
{
    public MxReply AddItems(MxCommand command)
    {
        var server = command.NeedServerHandle();
        return ForEachDefinition(command, definition =>
        {
            var hresult = calls.AddItem(server, definition, out var itemHandle);
            return Result(hresult, definition, Hresults.Failed(hresult) ? null : itemHandle);
        });
    }

    public MxReply Advise(MxCommand command)
    {
        var kind = KindOf(command);
        return ForEachItem(command, (server, item) => calls.Advise(server, item, kind));
    }

    public MxReply Remove(MxCommand command) => ForEachItem(command, calls.RemoveItem);

    public MxReply UnAdvise(MxCommand command) => ForEachItem(command, calls.UnAdvise);

    /// <summary>
    /// AddItem and Advise for each element. An item that cannot be advised is removed again, so that a failure leaves nothing
    /// behind.
    /// </summary>
    public MxReply Subscribe(MxCommand command)
    {
        var server = command.NeedServerHandle();
        var kind = KindOf(command);
        return ForEachDefinition(command, definition =>
        {
            var hresult = calls.AddItem(server, definition, out var itemHandle);
            if (Hresults.Failed(hresult))
            {
                return Result(hresult, definition, null);
            }

            hresult = calls.Advise(server, itemHandle, kind);
            if (Hresults.Failed(hresult))
            {
                calls.RemoveItem(server, itemHandle);
                return Result(hresult, definition, null);
            }

            return Result(hresult, definition, itemHandle);
        });
    }

    /// <summary>UnAdvise if the item is advised, then RemoveItem. If both fail, the result is that of RemoveItem.</summary>
    public MxReply Unsubscribe(MxCommand command) => ForEachItem(command, (server, item) =>
    {
        var unadvised = items.IsAdvised(server, item) ? calls.UnAdvise(server, item) : Hresults.Ok;
        var removed = calls.RemoveItem(server, item);
        return Hresults.Failed(removed) ? removed : unadvised;
    });

    public MxReply Write(MxCommand command, MxMethod form)
    {
        var server = command.NeedServerHandle();
        return ForEach(command, command.NeedWrites(), write => CommandFields.FaultOf(write, form) is { } fault
            ? Refused(fault, items.DefinitionOf(server, write.ItemHandle), write.ItemHandle)
            : Result(calls.Write(form, server, write), items.DefinitionOf(server, write.ItemHandle), write.ItemHandle));
    }

    private static MxReply ForEachDefinition(MxCommand command, Func<string, MxItemResult> run) =>
        ForEach(command, command.NeedItemDefinitions(), definition =>
            CommandFields.FaultOf(definition) is { } fault ? Refused(fault, definition, null) : run(definition));

    private MxReply ForEachItem(MxCommand command, Func<int, int, int> call)
    {
        var server = command.NeedServerHandle();
        return ForEach(command, command.NeedItemHandles(), item =>
        {
            // The definition is looked up before the call, because the item may not exist afterwards.
            var definition = items.DefinitionOf(server, item);
            return Result(call(server, item), definition, item);
        });
    }

    private static MxReply ForEach<T>(MxCommand command, IReadOnlyList<T> elements, Func<T, MxItemResult> run)
    {
        var results = new MxItemResult[elements.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = run(elements[i]);
        }

        return new MxReply { Method = command.Method, Results = results };
    }

    private static AdviseKind KindOf(MxCommand command) => command.Supervisory == true ? AdviseKind.Supervisory : AdviseKind.Plain;

    private static MxItemResult Refused(string fault, string? definition, int? itemHandle) => new()
    {
        ItemDefinition = definition is { Length: > CommandLimits.ItemReference } ? definition[..CommandLimits.ItemReference] : definition,
        ItemHandle = itemHandle,
        Hresult = Hresults.InvalidArgument,
        Diagnostic = fault,
    };

    private MxItemResult Result(int hresult, string? definition, int? itemHandle) => new()
    {
        ItemDefinition = definition,
        ItemHandle = itemHandle,
        Hresult = hresult,
        Diagnostic = calls.Describe(hresult),
    };
}
