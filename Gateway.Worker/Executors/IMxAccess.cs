using Gateway.Values;

namespace Gateway.Worker.Executors;

/// <summary>
/// The eighteen MXAccess methods as the component has them: synchronous, on one thread, each with an HRESULT (0 is S_OK, negative
/// values are failures). The names and the order of the arguments are the component's. Called only on the executor's thread.
/// </summary>
public interface IMxAccess
{
    int Register(string clientName, out int serverHandle);

    int Unregister(int serverHandle);

    int AddItem(int serverHandle, string itemDefinition, out int itemHandle);

    int RemoveItem(int serverHandle, int itemHandle);

    int Advise(int serverHandle, int itemHandle);

    int UnAdvise(int serverHandle, int itemHandle);

    int Write(int serverHandle, int itemHandle, in MxValue value, int userId);

    int WriteSecured(int serverHandle, int itemHandle, int currentUserId, int verifierUserId, in MxValue value);

    int AuthenticateUser(int serverHandle, string verifyUser, string verifyUserPassword, out int userId);

    int ArchestrAUserToId(int serverHandle, string userIdGuid, out int userId);

    int AddItem2(int serverHandle, string itemDefinition, string itemContext, out int itemHandle);

    int Write2(int serverHandle, int itemHandle, in MxValue value, in MxValue itemTime, int userId);

    int WriteSecured2(int serverHandle, int itemHandle, int currentUserId, int verifierUserId, in MxValue value, in MxValue itemTime);

    int Suspend(int serverHandle, int itemHandle, out MxStatus status);

    int Activate(int serverHandle, int itemHandle, out MxStatus status);

    int AdviseSupervisory(int serverHandle, int itemHandle);

    int AddBufferedItem(int serverHandle, string itemDefinition, string itemContext, out int itemHandle);

    int SetBufferedUpdateInterval(int serverHandle, int updateInterval);

    /// <summary>Explains the HRESULT of the latest call; null for success.</summary>
    string? Describe(int hresult) => Hresults.Describe(hresult);
}
