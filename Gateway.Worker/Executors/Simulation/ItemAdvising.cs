using Gateway.Contracts;
using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>
/// Advise, unadvise, suspend, activate, and the delivery of buffered samples. Used only on the executor's thread.
/// </summary>
internal sealed class ItemAdvising(SimulatedGalaxy simulation)
{
    public void Advise(SimulatedServer server, SimulatedItem item, AdviseKind kind)
    {
        if (item.Advised != AdviseKind.None)
        {
            item.Advised = kind;
            return;
        }

        item.Advised = kind;
        item.IsResolved = false;
        item.Reference.Attribute?.Subscribers.Add(item);
        var count = ++item.AdviseCount;
        simulation.Schedule.After(simulation.Options.FirstValueDelay, () => First(item, count));
        if (item.Samples is not null)
        {
            ScheduleFlush(server);
        }
    }

    public void UnAdvise(SimulatedItem item)
    {
        if (item.Advised == AdviseKind.None)
        {
            return;
        }

        item.Advised = AdviseKind.None;
        item.IsResolved = false;
        item.IsSuspended = false;
        item.Samples?.Clear();
        item.Reference.Attribute?.Subscribers.Remove(item);
        simulation.Load.Remove(item);
    }

    /// <summary>Suspends the item at once; the engine's answer follows as OperationComplete.</summary>
    public MxStatus Suspend(SimulatedItem item)
    {
        if (item.IsSuspended)
        {
            return MxStatus.Good;
        }

        item.IsSuspended = true;
        simulation.Load.Remove(item);
        Answer(item);
        return Statuses.Pending;
    }

    /// <summary>Activates the item. If it is already active, the answer is local and no OperationComplete follows.</summary>
    public MxStatus Activate(SimulatedItem item)
    {
        if (!item.IsSuspended)
        {
            return MxStatus.Good;
        }

        item.IsSuspended = false;
        Answer(item);
        return Statuses.Pending;
    }

    private void Answer(SimulatedItem item)
    {
        var count = item.AdviseCount;
        simulation.Schedule.After(simulation.Options.WriteDelay, () =>
        {
            if (!IsCurrent(item, count))
            {
                return;
            }

            simulation.Events.OperationComplete(item.ServerHandle, item.ItemHandle);
            if (!item.IsSuspended)
            {
                // Changes during the suspension are reported once, as the current value.
                simulation.Publisher.Publish(item);
                JoinLoad(item);
            }
        });
    }

    private void First(SimulatedItem item, int count)
    {
        if (IsCurrent(item, count))
        {
            simulation.Publisher.PublishFirst(item);
            JoinLoad(item);
        }
    }

    private void JoinLoad(SimulatedItem item)
    {
        if (item.IsResolved && !item.IsSuspended && simulation.Load.Drives(item.Reference))
        {
            simulation.Load.Add(item);
        }
    }

    private void ScheduleFlush(SimulatedServer server)
    {
        if (!server.IsFlushScheduled)
        {
            server.IsFlushScheduled = true;
            simulation.Schedule.After(server.BufferedInterval, () => Flush(server));
        }
    }

    private void Flush(SimulatedServer server)
    {
        server.IsFlushScheduled = false;
        if (!server.IsRegistered)
        {
            return;
        }

        var advised = server.Items.Where(item => item is { Samples: not null, Advised: not AdviseKind.None }).ToList();
        advised.ForEach(simulation.Publisher.Flush);
        if (advised.Count > 0)
        {
            ScheduleFlush(server);
        }
    }

    private static bool IsCurrent(SimulatedItem item, int adviseCount) =>
        item.Advised != AdviseKind.None && item.AdviseCount == adviseCount;
}
