using System.Runtime.InteropServices;

namespace Gateway.Worker.ComTests;

/// <summary>What exists in the fake at the moment: the Counters of its Counters.h.</summary>
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
    public int Hanging;

    private const string Module = "FakeLmxProxy.dll";

    /// <summary>COM must have loaded the module before.</summary>
    public static FakeCounters Read()
    {
        FakeCounters counters;
        Call("FakeLmxCounters", &counters);
        return counters;
    }

    /// <summary>Starts to count the blocks of the task allocator; a second call is harmless.</summary>
    public static void WatchMemory() => Call("FakeLmxWatchMemory", null);

    /// <summary>Lets the call that hangs return.</summary>
    public static void Release() => Call("FakeLmxRelease", null);

    /// <summary>Whether the completions of writes are held back.</summary>
    public static void HoldWrites(bool held)
    {
        var argument = held ? 1 : 0;
        Call("FakeLmxHoldWrites", &argument);
    }

    private static void Call(string export, void* argument)
    {
        // COM loaded the module by its full path; its bare name finds the same module.
        var module = NativeLibrary.Load(Module);
        ((delegate* unmanaged[Stdcall]<void*, int>)NativeLibrary.GetExport(module, export))(argument);
        NativeLibrary.Free(module);
    }
}
