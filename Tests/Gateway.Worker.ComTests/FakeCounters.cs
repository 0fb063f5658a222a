using System.Runtime.InteropServices;

namespace Gateway.Worker.ComTests;

/// <summary>What the fake has outstanding: the Counters of its Counters.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FakeCounters
{
    public int Objects;
    public int References;
    public int Sinks;
    public int Registrations;
    public int Items;
    public int MemoryBlocks;
    public int Callbacks;
    public int CallbackFailures;
    public int WrongThread;
    public int LastWrittenType;
    public int LastTimeType;
    public int LastCreated;

    private const string Module = "FakeLmxProxy.dll";

    /// <summary>The module must have been loaded by COM before.</summary>
    public static FakeCounters Read()
    {
        FakeCounters counters;
        Call("FakeLmxCounters", &counters);
        return counters;
    }

    /// <summary>From now on the blocks of the task allocator are counted; harmless twice.</summary>
    public static void WatchMemory() => Call("FakeLmxWatchMemory", null);

    private static void Call(string export, void* argument)
    {
        // COM loaded it by its full path; by its bare name the same module is found.
        var module = NativeLibrary.Load(Module);
        ((delegate* unmanaged[Stdcall]<void*, int>)NativeLibrary.GetExport(module, export))(argument);
        NativeLibrary.Free(module);
    }
}
