using System.Runtime.Versioning;
using Gateway.Worker.Executors.Com.Interfaces;

namespace Gateway.Worker.Executors.Com.Dispatch;

/// <summary>
/// The connection of a sink to one event set of the component; disposing ends it. Used only on the apartment's thread.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class EventConnection : IDisposable
{
    private const int SlotOfFindConnectionPoint = 4;
    private const int SlotOfAdvise = 5;
    private const int SlotOfUnadvise = 6;

    private readonly DispatchSink _sink;
    private nint _point;
    private uint _cookie;

    private EventConnection(nint point, uint cookie, DispatchSink sink)
    {
        _point = point;
        _cookie = cookie;
        _sink = sink;
    }

    /// <summary>
    /// Connects a sink. If the component does not have the event set or refuses the sink, the result is null and the HRESULT says
    /// why.
    /// </summary>
    /// <param name="server">The component; this method does not take ownership of it.</param>
    /// <param name="events">Id of the event set.</param>
    /// <param name="invoke">See <see cref="DispatchSink.Create"/>.</param>
    /// <param name="failed">See <see cref="DispatchSink.Create"/>.</param>
    /// <param name="hresult">S_OK, or the failure.</param>
    public static EventConnection? Connect(nint server, Guid events, Func<int, nint, int> invoke, Action<Exception> failed, out int hresult)
    {
        var container = ComPointer.QueryInterface(server, ComIds.ConnectionPointContainer, out hresult);
        if (container == 0)
        {
            return null;
        }

        nint point = 0;
        hresult = ((delegate* unmanaged[Stdcall]<nint, Guid*, nint*, int>)ComPointer.Slot(container, SlotOfFindConnectionPoint))(container, &events, &point);
        ComPointer.Release(ref container);
        if (Hresults.Failed(hresult))
        {
            return null;
        }

        uint cookie = 0;
        var sink = DispatchSink.Create(events, invoke, failed, out var pointer);
        hresult = ((delegate* unmanaged[Stdcall]<nint, nint, uint*, int>)ComPointer.Slot(point, SlotOfAdvise))(point, pointer, &cookie);

        // From here on the connection point holds the reference to the sink.
        ComPointer.Release(ref pointer);
        if (Hresults.Failed(hresult))
        {
            ComPointer.Release(ref point);
            return null;
        }

        return new EventConnection(point, cookie, sink);
    }

    public void Dispose()
    {
        _sink.Silence();
        if (_point != 0)
        {
            ((delegate* unmanaged[Stdcall]<nint, uint, int>)ComPointer.Slot(_point, SlotOfUnadvise))(_point, _cookie);
            _cookie = 0;
            ComPointer.Release(ref _point);
        }
    }
}
