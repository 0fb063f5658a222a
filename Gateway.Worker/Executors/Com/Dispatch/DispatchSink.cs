using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gateway.Worker.Executors.Com.Interfaces;
using Gateway.Worker.Executors.Com.Variants;

namespace Gateway.Worker.Executors.Com.Dispatch;

/// <summary>
/// An event sink for one dispinterface: a hand-written IDispatch with its own vtable and reference count. The sinks that the .NET
/// runtime generates crash on the component's array of records. Its references are counted as for any COM object; the last
/// release frees it.
/// </summary>
internal sealed unsafe class DispatchSink
{
    private const int Slots = 7;

    private static readonly nint Table = CreateTable();

    private readonly Func<int, nint, int> _invoke;
    private readonly Action<Exception> _failed;
    private volatile bool _silenced;

    private DispatchSink(Func<int, nint, int> invoke, Action<Exception> failed)
    {
        _invoke = invoke;
        _failed = failed;
    }

    /// <summary>Stops the delivery of events, even if the component still calls its references.</summary>
    public void Silence() => _silenced = true;

    /// <param name="events">The dispinterface that the sink supports besides IUnknown and IDispatch.</param>
    /// <param name="invoke">Gets the dispid of the member and the address of its DISPPARAMS, and returns the HRESULT.</param>
    /// <param name="failed">Gets every exception of the handler; no exception ever reaches the component.</param>
    /// <param name="pointer">Pointer with one reference, which the caller owns.</param>
    public static DispatchSink Create(Guid events, Func<int, nint, int> invoke, Action<Exception> failed, out nint pointer)
    {
        var sink = new DispatchSink(invoke, failed);
        var instance = (Instance*)NativeMemory.Alloc((nuint)sizeof(Instance));
        *instance = new Instance { Table = Table, References = 1, Sink = GCHandle.ToIntPtr(GCHandle.Alloc(sink)), Events = events };
        pointer = (nint)instance;
        return sink;
    }

    private static nint CreateTable()
    {
        var table = (nint*)RuntimeHelpers.AllocateTypeAssociatedMemory(typeof(DispatchSink), Slots * sizeof(nint));
        table[0] = (nint)(delegate* unmanaged[Stdcall]<nint, Guid*, nint*, int>)&QueryInterface;
        table[1] = (nint)(delegate* unmanaged[Stdcall]<nint, uint>)&AddRef;
        table[2] = (nint)(delegate* unmanaged[Stdcall]<nint, uint>)&Release;
        table[3] = (nint)(delegate* unmanaged[Stdcall]<nint, uint*, int>)&GetTypeInfoCount;
        table[4] = (nint)(delegate* unmanaged[Stdcall]<nint, uint, uint, nint*, int>)&GetTypeInfo;
        table[5] = (nint)(delegate* unmanaged[Stdcall]<nint, Guid*, nint*, uint, uint, int*, int>)&GetIdsOfNames;
        table[6] = (nint)(delegate* unmanaged[Stdcall]<nint, int, Guid*, uint, ushort, nint, nint, nint, uint*, int>)&Invoke;
        return (nint)table;
    }

    private static DispatchSink SinkOf(nint self) => (DispatchSink)GCHandle.FromIntPtr(((Instance*)self)->Sink).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int QueryInterface(nint self, Guid* id, nint* found)
    {
        var isOurs = *id == ComIds.Unknown || *id == ComIds.Dispatch || *id == ((Instance*)self)->Events;
        *found = isOurs ? self : 0;
        if (isOurs)
        {
            Interlocked.Increment(ref ((Instance*)self)->References);
        }

        return isOurs ? Hresults.Ok : Hresults.NoInterface;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static uint AddRef(nint self) => (uint)Interlocked.Increment(ref ((Instance*)self)->References);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static uint Release(nint self)
    {
        var instance = (Instance*)self;
        var left = Interlocked.Decrement(ref instance->References);
        if (left == 0)
        {
            GCHandle.FromIntPtr(instance->Sink).Free();
            NativeMemory.Free(instance);
        }

        return (uint)left;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetTypeInfoCount(nint self, uint* count)
    {
        *count = 0;
        return Hresults.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetTypeInfo(nint self, uint index, uint locale, nint* info)
    {
        *info = 0;
        return DispatchResults.NotImplemented;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetIdsOfNames(nint self, Guid* id, nint* names, uint count, uint locale, int* ids) => DispatchResults.UnknownName;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int Invoke(
        nint self, int member, Guid* id, uint locale, ushort flags, nint parameters, nint result, nint exception, uint* wrongArgument)
    {
        var sink = SinkOf(self);
        try
        {
            return sink._silenced || parameters == 0 ? Hresults.Ok : sink._invoke(member, parameters);
        }
        catch (Exception error)
        {
            sink._failed(error);
            return Report(exception, error);
        }
    }

    /// <summary>Fills the component's EXCEPINFO. The component frees the texts.</summary>
    private static int Report(nint exception, Exception error)
    {
        if (exception != 0)
        {
            var layout = ComLayout.Current;
            new Span<byte>((void*)exception, layout.ExceptionSize).Clear();
            *(nint*)(exception + layout.ExceptionSource) = Marshal.StringToBSTR("Gateway.Worker");
            *(nint*)(exception + layout.ExceptionDescription) = Marshal.StringToBSTR(error.GetType().Name);
            *(int*)(exception + layout.ExceptionCode) = error.HResult;
        }

        return DispatchResults.Exception;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Instance
    {
        public nint Table;
        public int References;
        public nint Sink;
        public Guid Events;
    }
}
