using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Gateway.Values;
using Gateway.Worker.Executors.Com.Apartment;
using Gateway.Worker.Executors.Com.Variants;

namespace Gateway.Worker.Executors.Com.Interfaces;

/// <summary>
/// The eighteen methods, called through the component's vtable. If this version of the component does not have the interface of a
/// method, the result is E_NOINTERFACE without a call. Used only on the apartment's thread.
/// </summary>
/// <param name="pointer">Pointer to the ILMXProxyServer interface of that version; its creator owns it.</param>
/// <param name="version">Version of the interface, 1 to 5.</param>
/// <param name="times">Converts the item times of timed writes.</param>
/// <param name="watch">Records which call is running.</param>
[SupportedOSPlatform("windows")]
internal sealed unsafe class ComMxAccess(nint pointer, int version, TimeStamps times, CallWatch watch) : IMxAccess
{
    private (int Hresult, string Text)? _lastError;

    public int Register(string clientName, out int serverHandle)
    {
        int handle = 0;
        var name = Marshal.StringToBSTR(clientName);
        using var call = Begin(LmxSlot.Register);
        var hresult = Done(((delegate* unmanaged[Stdcall]<nint, nint, int*, int>)Slot(LmxSlot.Register))(pointer, name, &handle));
        Marshal.FreeBSTR(name);
        serverHandle = handle;
        return hresult;
    }

    public int Unregister(int serverHandle)
    {
        using var call = Begin(LmxSlot.Unregister);
        return Done(((delegate* unmanaged[Stdcall]<nint, int, int>)Slot(LmxSlot.Unregister))(pointer, serverHandle));
    }

    public int AddItem(int serverHandle, string itemDefinition, out int itemHandle) =>
        CallText(LmxSlot.AddItem, serverHandle, itemDefinition, out itemHandle);

    public int RemoveItem(int serverHandle, int itemHandle) => CallItem(LmxSlot.RemoveItem, serverHandle, itemHandle);

    public int Advise(int serverHandle, int itemHandle) => CallItem(LmxSlot.Advise, serverHandle, itemHandle);

    public int UnAdvise(int serverHandle, int itemHandle) => CallItem(LmxSlot.UnAdvise, serverHandle, itemHandle);

    public int Write(int serverHandle, int itemHandle, in MxValue value, int userId)
    {
        var written = VariantWriter.Create(value);
        using var call = Begin(LmxSlot.Write);
        var hresult = Done(((delegate* unmanaged[Stdcall]<nint, int, int, RawVariant, int, int>)Slot(LmxSlot.Write))(
            pointer, serverHandle, itemHandle, written, userId));
        VariantWriter.Free(ref written);
        return hresult;
    }

    public int WriteSecured(int serverHandle, int itemHandle, int currentUserId, int verifierUserId, in MxValue value)
    {
        var written = VariantWriter.Create(value);
        using var call = Begin(LmxSlot.WriteSecured);
        var hresult = Done(((delegate* unmanaged[Stdcall]<nint, int, int, int, int, RawVariant, int>)Slot(LmxSlot.WriteSecured))(
            pointer, serverHandle, itemHandle, currentUserId, verifierUserId, written));
        VariantWriter.Free(ref written);
        return hresult;
    }

    public int AuthenticateUser(int serverHandle, string verifyUser, string verifyUserPassword, out int userId) =>
        CallTexts(LmxSlot.AuthenticateUser, serverHandle, verifyUser, verifyUserPassword, out userId);

    public int ArchestrAUserToId(int serverHandle, string userIdGuid, out int userId) =>
        CallText(LmxSlot.ArchestrAUserToId, serverHandle, userIdGuid, out userId);

    public int AddItem2(int serverHandle, string itemDefinition, string itemContext, out int itemHandle) =>
        CallTexts(LmxSlot.AddItem2, serverHandle, itemDefinition, itemContext, out itemHandle);

    public int Write2(int serverHandle, int itemHandle, in MxValue value, in MxValue itemTime, int userId)
    {
        if (Lacks(LmxSlot.Write2))
        {
            return Hresults.NoInterface;
        }

        if (!times.TryForWrite(itemTime, out var zoned))
        {
            return Hresults.InvalidTime;
        }

        var written = VariantWriter.Create(value);
        var time = VariantWriter.Create(zoned);
        using var call = Begin(LmxSlot.Write2);
        var hresult = Done(((delegate* unmanaged[Stdcall]<nint, int, int, RawVariant, RawVariant, int, int>)Slot(LmxSlot.Write2))(
            pointer, serverHandle, itemHandle, written, time, userId));
        VariantWriter.Free(ref written);
        VariantWriter.Free(ref time);
        return hresult;
    }

    public int WriteSecured2(int serverHandle, int itemHandle, int currentUserId, int verifierUserId, in MxValue value, in MxValue itemTime)
    {
        if (Lacks(LmxSlot.WriteSecured2))
        {
            return Hresults.NoInterface;
        }

        if (!times.TryForWrite(itemTime, out var zoned))
        {
            return Hresults.InvalidTime;
        }

        var written = VariantWriter.Create(value);
        var time = VariantWriter.Create(zoned);
        using var call = Begin(LmxSlot.WriteSecured2);
        var hresult = Done(((delegate* unmanaged[Stdcall]<nint, int, int, int, int, RawVariant, RawVariant, int>)Slot(LmxSlot.WriteSecured2))(
            pointer, serverHandle, itemHandle, currentUserId, verifierUserId, written, time));
        VariantWriter.Free(ref written);
        VariantWriter.Free(ref time);
        return hresult;
    }

    public int Suspend(int serverHandle, int itemHandle, out MxStatus status) =>
        CallStatus(LmxSlot.Suspend, serverHandle, itemHandle, out status);

    public int Activate(int serverHandle, int itemHandle, out MxStatus status) =>
        CallStatus(LmxSlot.Activate, serverHandle, itemHandle, out status);

    public int AdviseSupervisory(int serverHandle, int itemHandle) =>
        CallItem(LmxSlot.AdviseSupervisory, serverHandle, itemHandle);

    public int AddBufferedItem(int serverHandle, string itemDefinition, string itemContext, out int itemHandle) =>
        CallTexts(LmxSlot.AddBufferedItem, serverHandle, itemDefinition, itemContext, out itemHandle);

    public int SetBufferedUpdateInterval(int serverHandle, int updateInterval) =>
        CallItem(LmxSlot.SetBufferedUpdateInterval, serverHandle, updateInterval);

    public string? Describe(int hresult) => _lastError is { } last && last.Hresult == hresult
        ? $"{Hresults.Describe(hresult)} The component says: {last.Text}"
        : Hresults.Describe(hresult);

    private int CallItem(LmxSlot slot, int serverHandle, int item)
    {
        if (Lacks(slot))
        {
            return Hresults.NoInterface;
        }

        using var call = Begin(slot);
        return Done(((delegate* unmanaged[Stdcall]<nint, int, int, int>)Slot(slot))(pointer, serverHandle, item));
    }

    private int CallText(LmxSlot slot, int serverHandle, string text, out int returned)
    {
        returned = 0;
        if (Lacks(slot))
        {
            return Hresults.NoInterface;
        }

        int value = 0;
        var argument = Marshal.StringToBSTR(text);
        using var call = Begin(slot);
        var hresult = Done(((delegate* unmanaged[Stdcall]<nint, int, nint, int*, int>)Slot(slot))(pointer, serverHandle, argument, &value));
        Marshal.FreeBSTR(argument);
        returned = value;
        return hresult;
    }

    private int CallTexts(LmxSlot slot, int serverHandle, string first, string second, out int returned)
    {
        returned = 0;
        if (Lacks(slot))
        {
            return Hresults.NoInterface;
        }

        int value = 0;
        var one = Marshal.StringToBSTR(first);
        var two = Marshal.StringToBSTR(second);
        using var call = Begin(slot);
        var hresult = Done(((delegate* unmanaged[Stdcall]<nint, int, nint, nint, int*, int>)Slot(slot))(pointer, serverHandle, one, two, &value));
        Marshal.FreeBSTR(one);

        // The second text may be a password, so its memory is cleared.
        Marshal.ZeroFreeBSTR(two);
        returned = value;
        return hresult;
    }

    private int CallStatus(LmxSlot slot, int serverHandle, int itemHandle, out MxStatus status)
    {
        status = new MxStatus { Category = MxStatusCategory.Unknown, DetectedBy = MxStatusSource.Unknown };
        if (Lacks(slot))
        {
            return Hresults.NoInterface;
        }

        var record = stackalloc byte[ComLayout.StatusSize];
        new Span<byte>(record, ComLayout.StatusSize).Clear();
        using var call = Begin(slot);
        var hresult = Done(((delegate* unmanaged[Stdcall]<nint, int, int, byte*, int>)Slot(slot))(pointer, serverHandle, itemHandle, record));
        status = StatusReader.Read((nint)record, ComLayout.Current);
        return hresult;
    }

    private nint Slot(LmxSlot slot) => ComPointer.Slot(pointer, (int)slot);

    private bool Lacks(LmxSlot slot) => VersionOf(slot) > version;

    private CallWatch.CallScope Begin(LmxSlot slot)
    {
        ErrorInfo.Clear();
        return watch.Begin(slot.ToString());
    }

    // The first interface, 1 to 5, that has the slot.
    private static int VersionOf(LmxSlot slot) => slot switch
    {
        <= LmxSlot.AuthenticateUser => 1,
        LmxSlot.ArchestrAUserToId => 2,
        LmxSlot.AddItem2 => 3,
        <= LmxSlot.AdviseSupervisory => 4,
        _ => 5,
    };

    private int Done(int hresult)
    {
        _lastError = Hresults.Failed(hresult) && ErrorInfo.Take() is { } text ? (hresult, text) : null;
        return hresult;
    }
}
