using System.Runtime.InteropServices;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Runs.Lanes;

/// <summary>A delivery that got its lane's turn.</summary>
/// <param name="Slot">The lane's slot.</param>
/// <param name="Lane">The lane.</param>
/// <param name="Delivery">What is to run.</param>
/// <param name="Losses">The table's <see cref="LaneTable.Losses"/> when it was read.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LaneGrant(SlotLanes Slot, Lane Lane, Delivery Delivery, long Losses);
