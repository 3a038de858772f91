import uPlot from "uplot";
import { formatRate } from "../../core/base/bytes";
import { formatDuration } from "../../core/base/duration";
import type { ShownTransfer } from "../../protocol/transfers";

const height = 220;

/** Steps of the axis that are round in binary units: 1, 2, 5, 10, … of B, KiB, MiB, GiB. */
const roundSizes = [1, 2 ** 10, 2 ** 20, 2 ** 30, 2 ** 40].flatMap((unit) =>
  [1, 2, 5, 10, 20, 50, 100, 200, 500].map((count) => count * unit),
);

/** The throughput of a run over its time, on a canvas. Colours are those of the theme, also after it has changed. */
export class ThroughputCurve {
  private plot: uPlot | undefined;
  private place: HTMLElement | undefined;
  private last: ShownTransfer["curve"] | undefined;
  private readonly resized = new ResizeObserver(() => this.resize());

  constructor() {
    // a canvas keeps the colours that it was drawn with
    new MutationObserver(() => this.remake()).observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["style", "class"],
    });
    new MutationObserver(() => this.remake()).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  }

  /** @param place where it belongs; it moves when the page was drawn anew */
  draw(place: HTMLElement | null, curve: ShownTransfer["curve"] | undefined): void {
    this.last = curve;
    if (!place || !curve) {
      this.end();
      return;
    }
    if (place !== this.place) {
      this.end();
      this.place = place;
      this.last = curve;
      this.resized.observe(place);
      this.plot = new uPlot(options(place), data(curve), place);
      return;
    }
    this.plot?.setData(data(curve));
  }

  private remake(): void {
    const { place, last } = this;
    this.end();
    if (place?.isConnected) this.draw(place, last);
  }

  private resize(): void {
    if (this.place && this.plot && this.place.clientWidth > 0 && this.place.clientWidth !== this.plot.width)
      this.plot.setSize({ width: this.place.clientWidth, height });
  }

  private end(): void {
    this.plot?.destroy();
    this.plot = undefined;
    this.resized.disconnect();
    this.place = undefined;
  }
}

function data({ seconds, rates }: ShownTransfer["curve"]): uPlot.AlignedData {
  return [seconds, rates];
}

function options(place: HTMLElement): uPlot.Options {
  const style = getComputedStyle(place);
  const colour = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  const text = style.color;
  const line = colour("--vscode-charts-blue", text);
  const axis: uPlot.Axis = {
    stroke: text,
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour("--vscode-chart-guide", colour("--vscode-panel-border", text)), width: 1 },
    ticks: { stroke: colour("--vscode-chart-axis", text), width: 1 },
  };
  const fill = document.body.classList.contains("vscode-high-contrast")
    ? {}
    : { fill: `color-mix(in srgb, ${line} 18%, transparent)` };
  return {
    width: Math.max(200, place.clientWidth),
    height,
    cursor: { drag: { x: false, y: false } },
    legend: { show: false },
    scales: {
      x: { time: false, range: (_, __, last) => [0, Math.max(1, last)] },
      y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] },
    },
    axes: [
      { ...axis, values: (_, ticks) => ticks.map((second) => formatDuration(second * 1000)) },
      { ...axis, size: 90, incrs: roundSizes, values: (_, ticks) => ticks.map((rate) => formatRate(rate)) },
    ],
    series: [{}, { stroke: line, width: 2, points: { show: false }, ...fill }],
  };
}
