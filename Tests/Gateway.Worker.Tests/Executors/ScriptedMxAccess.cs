using Gateway.Values;
using Gateway.Worker.Executors;

namespace Gateway.Worker.Tests.Executors;

/// <summary>
/// A component that does what the test says and records every call. To extend it, give the call that you need a function property
/// with a harmless default.
/// </summary>
internal sealed class ScriptedMxAccess : IMxAccess
{
    private int _lastItem;

    public List<string> Calls { get; } = [];

    /// <summary>Called during Advise, where the component may raise its first callback at once.</summary>
    public Func<int, int> OnAdvise { get; set; } = _ => 0;

    public Func<string, int> OnAddItem { get; set; } = _ => 0;

    /// <summary>Called during every write.</summary>
    public Func<int, int> OnWrite { get; set; } = _ => 0;

    public int Register(string clientName, out int serverHandle)
    {
        serverHandle = 1;
        return Note($"Register {clientName}");
    }

    public int Unregister(int serverHandle) => Note($"Unregister {serverHandle}");

    public int AddItem(int serverHandle, string itemDefinition, out int itemHandle)
    {
        Note($"AddItem {itemDefinition}");
        var hresult = OnAddItem(itemDefinition);
        itemHandle = hresult < 0 ? 0 : ++_lastItem;
        return hresult;
    }

    public int RemoveItem(int serverHandle, int itemHandle) => Note($"RemoveItem {itemHandle}");

    public int Advise(int serverHandle, int itemHandle)
    {
        Note($"Advise {itemHandle}");
        return OnAdvise(itemHandle);
    }

    public int UnAdvise(int serverHandle, int itemHandle) => Note($"UnAdvise {itemHandle}");

    public int Write(int serverHandle, int itemHandle, in MxValue value, int userId)
    {
        Note($"Write {itemHandle} {value} user {userId}");
        return OnWrite(itemHandle);
    }

    public int WriteSecured(int serverHandle, int itemHandle, int currentUserId, int verifierUserId, in MxValue value)
    {
        Note($"WriteSecured {itemHandle} {value} users {currentUserId} {verifierUserId}");
        return OnWrite(itemHandle);
    }

    public int AuthenticateUser(int serverHandle, string verifyUser, string verifyUserPassword, out int userId)
    {
        userId = 1;
        return Note("AuthenticateUser");
    }

    public int ArchestrAUserToId(int serverHandle, string userIdGuid, out int userId)
    {
        userId = 1;
        return Note("ArchestrAUserToId");
    }

    public int AddItem2(int serverHandle, string itemDefinition, string itemContext, out int itemHandle)
    {
        itemHandle = ++_lastItem;
        return Note($"AddItem2 {itemDefinition} {itemContext}");
    }

    public int Write2(int serverHandle, int itemHandle, in MxValue value, in MxValue itemTime, int userId)
    {
        Note($"Write2 {itemHandle} {value} {itemTime.Type} user {userId}");
        return OnWrite(itemHandle);
    }

    public int WriteSecured2(int serverHandle, int itemHandle, int currentUserId, int verifierUserId, in MxValue value, in MxValue itemTime)
    {
        Note($"WriteSecured2 {itemHandle} {value} {itemTime.Type} users {currentUserId} {verifierUserId}");
        return OnWrite(itemHandle);
    }

    public int Suspend(int serverHandle, int itemHandle, out MxStatus status)
    {
        status = MxStatus.Good;
        return Note($"Suspend {itemHandle}");
    }

    public int Activate(int serverHandle, int itemHandle, out MxStatus status)
    {
        status = MxStatus.Good;
        return Note($"Activate {itemHandle}");
    }

    public int AdviseSupervisory(int serverHandle, int itemHandle)
    {
        Note($"AdviseSupervisory {itemHandle}");
        return OnAdvise(itemHandle);
    }

    public int AddBufferedItem(int serverHandle, string itemDefinition, string itemContext, out int itemHandle)
    {
        itemHandle = ++_lastItem;
        return Note($"AddBufferedItem {itemDefinition} {itemContext}");
    }

    public int SetBufferedUpdateInterval(int serverHandle, int updateInterval) => Note($"SetBufferedUpdateInterval {updateInterval}");

    private int Note(string call)
    {
        Calls.Add(call);
        return 0;
    }
}
