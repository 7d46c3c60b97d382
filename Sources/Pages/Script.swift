/// What a page does beyond showing: it marks the wells that a person looks for. Without it nothing is missing.
let pageScript: StaticString = """
    (function(){var d=document,r=d.documentElement,f=d.getElementById('find'),s=d.getElementById('said');r.classList.add('hasjs');
    function all(q,g){Array.prototype.forEach.call(d.querySelectorAll(q),g)}
    function pick(t){t=t.trim().toLowerCase();var wells={},n=0;
    all('[data-s]',function(e){var k=t!==''&&e.dataset.s.toLowerCase().split('\\t').some(function(x,i){return i?x.indexOf(t)>=0:x===t});e.classList.toggle('on',k);if(k&&e.dataset.w&&!wells[e.dataset.w]){wells[e.dataset.w]=1;n++}});
    all('svg [data-w]',function(e){e.classList.toggle('on',!!wells[e.dataset.w])});
    r.classList.toggle('picked',t!=='');if(s)s.textContent=t===''?'':n===1?'1 well':n+' wells'}
    if(f){f.addEventListener('input',function(){pick(f.value)});
    all('.plate button',function(b){b.addEventListener('click',function(){var w=b.parentNode.dataset.w;f.value=f.value===w?'':w;pick(f.value)})})}
    })();
    """

/// What a page of lists does beyond showing: it sifts their rows and sorts them by any column.
let listScript: StaticString = """
    (function(){var d=document,r=d.documentElement,f=d.getElementById('find'),s=d.getElementById('said');r.classList.add('hasjs');
    function all(q,g){Array.prototype.forEach.call(d.querySelectorAll(q),g)}
    var rows=[];all('table.list tbody tr',function(e){rows.push([e,e.textContent.toLowerCase()])});
    function sift(t){t=t.trim().toLowerCase();var n=0;rows.forEach(function(x){var k=x[1].indexOf(t)>=0;x[0].hidden=!k;if(k)n++});if(s)s.textContent=t===''?'':n===1?'1 row':n+' rows'}
    function value(e){var v=e&&e.querySelector('data');v=v?v.value:e?e.textContent.trim():'';return v==='–'?'':v}
    function sort(h,i){var b=h.closest('table').tBodies[0],up=h.getAttribute('aria-sort')!=='ascending',l=[].map.call(b.rows,function(e){return[e,value(e.cells[i])]});
    [].forEach.call(h.parentNode.cells,function(c){c.removeAttribute('aria-sort')});h.setAttribute('aria-sort',up?'ascending':'descending');
    l.sort(function(x,y){x=x[1];y=y[1];if(x===''||y==='')return(x==='')-(y==='');var c=isNaN(x)||isNaN(y)?x.localeCompare(y,'en',{numeric:true}):x-y;return up?c:-c});
    l.forEach(function(x){b.appendChild(x[0])})}
    all('table.list thead th',function(h){var b=d.createElement('button');b.type='button';while(h.firstChild)b.appendChild(h.firstChild);h.appendChild(b);b.addEventListener('click',function(){sort(h,h.cellIndex)})});
    if(f)f.addEventListener('input',function(){sift(f.value)})
    })();
    """
