namespace Gateway.Worker.Executors.Com.Interfaces;

/// <summary>Calls on any COM interface pointer through its vtable. The caller keeps ownership of the pointer.</summary>
internal static unsafe class ComPointer
{
    private const int SlotOfQueryInterface = 0;
    private const int SlotOfAddRef = 1;
    private const int SlotOfRelease = 2;

    /// <summary>The function in a slot of the interface's vtable.</summary>
    public static nint Slot(nint pointer, int slot) => (*(nint**)pointer)[slot];

    /// <returns>A pointer that the caller owns, or 0 when the object does not have the interface.</returns>
    public static nint QueryInterface(nint pointer, Guid id, out int hresult)
    {
        nint found = 0;
        hresult = ((delegate* unmanaged[Stdcall]<nint, Guid*, nint*, int>)Slot(pointer, SlotOfQueryInterface))(pointer, &id, &found);
        return Hresults.Failed(hresult) ? 0 : found;
    }

    public static void AddRef(nint pointer) =>
        ((delegate* unmanaged[Stdcall]<nint, uint>)Slot(pointer, SlotOfAddRef))(pointer);

    /// <summary>Releases the pointer and sets it to 0; does nothing when it is 0 already.</summary>
    public static void Release(ref nint pointer)
    {
        var released = pointer;
        pointer = 0;
        if (released != 0)
        {
            ((delegate* unmanaged[Stdcall]<nint, uint>)Slot(released, SlotOfRelease))(released);
        }
    }
}
