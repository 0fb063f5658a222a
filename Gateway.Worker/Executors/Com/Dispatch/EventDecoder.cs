using Gateway.Events;
using Gateway.Values;
using Gateway.Worker.Executors.Com.Variants;

namespace Gateway.Worker.Executors.Com.Dispatch;

/// <summary>
/// Copies the arguments of the component's events out of DISPPARAMS and keeps no reference to the component's memory. Runs inside
/// the callback (Hop 0).
/// </summary>
internal sealed class EventDecoder(ComLayout layout, TimeStamps times, IMxEvents target)
{
    private const int DataChangeArguments = 6;
    private const int CompletionArguments = 3;
    private const int BufferedArguments = 7;

    private readonly VariantReader _variants = new(layout);
    private readonly StatusReader _statuses = new(layout);

    /// <summary>Number of values whose type no <see cref="MxValue"/> can represent.</summary>
    public long Unreadable => _variants.Unreadable;

    /// <summary>_ILMXProxyServerEvents: 1 OnDataChange, 2 OnWriteComplete, 3 OperationComplete.</summary>
    /// <returns>The HRESULT that the component gets.</returns>
    public int OnEvent(int member, nint parameters)
    {
        var arguments = new DispatchArguments(layout, parameters);
        switch (member)
        {
            case 1 when arguments.Count >= DataChangeArguments:
                return OnDataChange(arguments);
            case 2 or 3 when arguments.Count >= CompletionArguments:
                return OnCompletion(member, arguments);
            default:
                return member is >= 1 and <= 3 ? DispatchResults.BadParameterCount : DispatchResults.MemberNotFound;
        }
    }

    /// <summary>_ILMXProxyServerEvents2: 1 OnBufferedDataChange.</summary>
    public int OnBufferedEvent(int member, nint parameters)
    {
        var arguments = new DispatchArguments(layout, parameters);
        if (member != 1)
        {
            return DispatchResults.MemberNotFound;
        }

        if (arguments.Count < BufferedArguments)
        {
            return DispatchResults.BadParameterCount;
        }

        if (!TryReadItem(arguments, out var server, out var item))
        {
            return DispatchResults.TypeMismatch;
        }

        target.OnBufferedDataChange(new BufferedDataChange(
            server,
            item,
            (MxDataType)(_variants.ReadInt32(arguments[2]) ?? (int)MxDataType.Unknown),
            _variants.Read(arguments[3]),
            _variants.Read(arguments[4]),
            _variants.Read(arguments[5]),
            _statuses.Read(arguments[6])));
        return Hresults.Ok;
    }

    private int OnDataChange(DispatchArguments arguments)
    {
        if (!TryReadItem(arguments, out var server, out var item) || _variants.ReadInt32(arguments[3]) is not { } quality)
        {
            return DispatchResults.TypeMismatch;
        }

        var time = _variants.Read(arguments[4]);
        target.OnDataChange(new DataChange(
            server, item, _variants.Read(arguments[2]), quality, times.ToUtc(time), _statuses.Read(arguments[5]), times.RawOf(time)));
        return Hresults.Ok;
    }

    private int OnCompletion(int member, DispatchArguments arguments)
    {
        if (!TryReadItem(arguments, out var server, out var item))
        {
            return DispatchResults.TypeMismatch;
        }

        var statuses = _statuses.Read(arguments[2]);
        if (member == 2)
        {
            target.OnWriteComplete(server, item, statuses);
        }
        else
        {
            target.OperationComplete(server, item, statuses);
        }

        return Hresults.Ok;
    }

    private bool TryReadItem(DispatchArguments arguments, out int server, out int item)
    {
        server = _variants.ReadInt32(arguments[0]) ?? 0;
        item = _variants.ReadInt32(arguments[1]) ?? 0;
        return server != 0 && item != 0;
    }
}
