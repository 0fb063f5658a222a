using Gateway.Contracts;
using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>
/// Applies accepted writes after a delay and reports their result by OnWriteComplete. Used only on the executor's thread.
/// </summary>
internal sealed class ItemWriter(Plant plant, Schedule schedule, IMxEvents events, SimulatedUsers users, TimeSpan delay)
{
    /// <summary>Queues the write. If the item is removed before the write takes effect, no event is raised.</summary>
    public void Queue(PendingWrite write) => schedule.After(delay, () => Complete(write));

    private void Complete(PendingWrite write)
    {
        if (write.Item.IsRemoved)
        {
            return;
        }

        var failure = Apply(write);
        events.OnWriteComplete(write.Item.ServerHandle, write.Item.ItemHandle, failure is null ? null : [failure]);
    }

    private MxStatus? Apply(PendingWrite write)
    {
        var reference = write.Item.Reference;
        var attribute = reference.Attribute!;
        if (!reference.IsWritable)
        {
            return Statuses.NotWritable;
        }

        if (RefusalOf(write, attribute.Access) is { } refusal)
        {
            return refusal;
        }

        if (!TryValue(reference, write.Value, out var value) || attribute.Accepts?.Invoke(value) == false)
        {
            return Statuses.BadValue;
        }

        try
        {
            plant.Write(attribute, value, write.Time ?? schedule.UtcNow, schedule.UtcNow, users.NameOf(write.CurrentUserId));
            return null;
        }
        catch (IOException)
        {
            return Statuses.NotStored;
        }
    }

    private MxStatus? RefusalOf(PendingWrite write, AttributeAccess access)
    {
        switch (access)
        {
            case AttributeAccess.ViewOnly:
                return Statuses.NotWritable;

            // A supervisory advise acts for the client program itself, not for a user, so the user checks do not apply.
            case AttributeAccess.SecuredWrite or AttributeAccess.VerifiedWrite when write.Advised == AdviseKind.Supervisory:
                return null;
            case AttributeAccess.SecuredWrite:
                return write.IsSecured && write.Server.Users.Contains(write.CurrentUserId) ? null : Statuses.SecuredWriteNeeded;
            case AttributeAccess.VerifiedWrite:
                return IsVerified(write) ? null : Statuses.VerifiedWriteNeeded;
            default:
                return null;
        }
    }

    /// <summary>Requires two different users. With free access only one user exists, so that user counts as both.</summary>
    private bool IsVerified(PendingWrite write) =>
        write.IsSecured
        && write.Server.Users.Contains(write.CurrentUserId)
        && write.Server.Users.Contains(write.VerifierUserId)
        && (users.IsFreeAccess || write.CurrentUserId != write.VerifierUserId);

    private static bool TryValue(ResolvedReference reference, MxValue written, out MxValue value)
    {
        var attribute = reference.Attribute!;
        if (reference.Kind == ReferenceKind.WholeArray)
        {
            return ValueConversion.TryCoerceArray(attribute, written, out value)
                && Array.TrueForAll(ValueConversion.ToNumbers(attribute, value), number => IsWithinLimits(attribute, number));
        }

        if (!ValueConversion.TryCoerce(attribute, written, out value) || !IsWithinLimits(attribute, ValueConversion.ToNumber(attribute, value)))
        {
            return false;
        }

        if (reference.Kind != ReferenceKind.Element)
        {
            return true;
        }

        var exists = reference.Index < attribute.Value.AsArray().Length;
        value = exists ? ValueConversion.WithElement(attribute.Value, reference.Index, value) : value;
        return exists;
    }

    private static bool IsWithinLimits(PlantAttribute attribute, double number) =>
        (attribute.Min is null && attribute.Max is null)
        || (number >= (attribute.Min ?? double.NegativeInfinity) && number <= (attribute.Max ?? double.PositiveInfinity));
}
