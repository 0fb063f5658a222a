using Gateway.Contracts;
using Gateway.Values;

namespace Gateway.Worker.Executors;

/// <summary>
/// Calls the component's methods and records the results in the item table. Used only on the executor's thread.
/// </summary>
internal sealed class MxCalls(IMxAccess access, ItemRegister items)
{
    /// <summary>Explains the HRESULT of the latest call; null for success.</summary>
    public string? Describe(int hresult) => access.Describe(hresult);

    public int Register(string clientName, out int serverHandle)
    {
        var hresult = access.Register(clientName, out serverHandle);
        if (!Hresults.Failed(hresult))
        {
            items.AddServer(serverHandle, clientName);
        }

        return hresult;
    }

    public int Unregister(int serverHandle)
    {
        var hresult = access.Unregister(serverHandle);
        if (!Hresults.Failed(hresult))
        {
            items.RemoveServer(serverHandle);
        }

        return hresult;
    }

    public int AddItem(int serverHandle, string definition, out int itemHandle) =>
        Added(access.AddItem(serverHandle, definition, out itemHandle), new ItemInfo
        {
            ServerHandle = serverHandle,
            ItemHandle = itemHandle,
            ItemDefinition = definition,
        });

    public int AddItem2(int serverHandle, string definition, string context, out int itemHandle) =>
        Added(access.AddItem2(serverHandle, definition, context, out itemHandle), new ItemInfo
        {
            ServerHandle = serverHandle,
            ItemHandle = itemHandle,
            ItemDefinition = definition,
            ItemContext = context,
        });

    public int AddBufferedItem(int serverHandle, string definition, string context, out int itemHandle) =>
        Added(access.AddBufferedItem(serverHandle, definition, context, out itemHandle), new ItemInfo
        {
            ServerHandle = serverHandle,
            ItemHandle = itemHandle,
            ItemDefinition = definition,
            ItemContext = context,
            Buffered = true,
        });

    public int RemoveItem(int serverHandle, int itemHandle)
    {
        var hresult = access.RemoveItem(serverHandle, itemHandle);
        if (!Hresults.Failed(hresult))
        {
            items.RemoveItem(serverHandle, itemHandle);
        }

        return hresult;
    }

    public int Advise(int serverHandle, int itemHandle, AdviseKind kind)
    {
        items.Advising(serverHandle, itemHandle);
        var hresult = kind == AdviseKind.Supervisory
            ? access.AdviseSupervisory(serverHandle, itemHandle)
            : access.Advise(serverHandle, itemHandle);
        if (!Hresults.Failed(hresult))
        {
            items.SetAdvised(serverHandle, itemHandle, kind);
        }

        return hresult;
    }

    public int UnAdvise(int serverHandle, int itemHandle)
    {
        var hresult = access.UnAdvise(serverHandle, itemHandle);
        if (!Hresults.Failed(hresult))
        {
            items.SetAdvised(serverHandle, itemHandle, AdviseKind.None);
        }

        return hresult;
    }

    public int Suspend(int serverHandle, int itemHandle, out MxStatus status)
    {
        var hresult = access.Suspend(serverHandle, itemHandle, out status);
        if (!Hresults.Failed(hresult) && status.Success != 0)
        {
            items.SetSuspended(serverHandle, itemHandle, true);
        }

        return hresult;
    }

    public int Activate(int serverHandle, int itemHandle, out MxStatus status)
    {
        var hresult = access.Activate(serverHandle, itemHandle, out status);
        if (!Hresults.Failed(hresult) && status.Success != 0)
        {
            items.SetSuspended(serverHandle, itemHandle, false);
        }

        return hresult;
    }

    /// <summary>
    /// Any of the four writes; <paramref name="form"/> is the method for a single write. The write must have the fields of that
    /// form.
    /// </summary>
    public int Write(MxMethod form, int serverHandle, MxWrite write)
    {
        // The write is counted before the call, because the component may complete it during the call.
        items.WriteQueued(serverHandle, write.ItemHandle);
        var value = write.Value ?? MxValue.Empty;
        var timestamp = write.Timestamp ?? MxValue.Empty;
        var user = write.UserId ?? 0;
        var verifier = write.VerifierUserId ?? 0;
        var hresult = form switch
        {
            MxMethod.Write => access.Write(serverHandle, write.ItemHandle, value, user),
            MxMethod.Write2 => access.Write2(serverHandle, write.ItemHandle, value, timestamp, user),
            MxMethod.WriteSecured => access.WriteSecured(serverHandle, write.ItemHandle, user, verifier, value),
            MxMethod.WriteSecured2 => access.WriteSecured2(serverHandle, write.ItemHandle, user, verifier, value, timestamp),
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, "The method is not one of the four writes."),
        };
        if (Hresults.Failed(hresult))
        {
            items.WriteCompleted(serverHandle, write.ItemHandle);
        }

        return hresult;
    }

    private int Added(int hresult, ItemInfo item)
    {
        if (!Hresults.Failed(hresult))
        {
            items.AddItem(item);
        }

        return hresult;
    }
}
